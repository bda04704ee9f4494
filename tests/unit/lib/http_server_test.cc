#include "lib/http_server.h"

#include <poll.h>

#include <charconv>
#include <filesystem>
#include <future>
#include <list>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/listener.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto patience = 10s;

struct Answer {
    int status = 0;
    std::string head;
    std::string body;
};

/// A blocking client of one connection. What it waits for in vain comes back empty.
class Client {
public:
    explicit Client(const Endpoint& endpoint)
    {
        fd_ = connect_to(endpoint).value();
        is_ready(POLLOUT, patience);
    }

    void send(std::string_view text)
    {
        while (!text.empty() && is_ready(POLLOUT, patience)) {
            const auto sent = ::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL);
            if (sent < 0)
                return;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Everything up to and with `end`.
    std::string read_until(std::string_view end)
    {
        for (;;) {
            if (const auto at = text_.find(end); at != text_.npos)
                return take(at + end.size());
            if (!read_more(patience))
                return {};
        }
    }
    std::string read_bytes(std::size_t count)
    {
        while (text_.size() < count)
            if (!read_more(patience))
                return {};
        return take(count);
    }
    Answer read_head()
    {
        Answer answer {.head = read_until("\r\n\r\n")};
        if (answer.head.size() > 12)
            std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
        return answer;
    }
    Answer read_answer()
    {
        auto answer = read_head();
        constexpr std::string_view name = "Content-Length: ";
        if (const auto at = answer.head.find(name); at != answer.head.npos) {
            std::size_t length = 0;
            std::from_chars(answer.head.data() + at + name.size(),
                answer.head.data() + answer.head.size(), length);
            answer.body = read_bytes(length);
        }
        return answer;
    }
    Answer get(std::string_view target)
    {
        send(fmt::format("GET {} HTTP/1.1\r\nHost: hive\r\n\r\n", target));
        return read_answer();
    }
    /// Waits until the server closes the connection.
    bool sees_the_end(std::chrono::milliseconds within = patience)
    {
        while (read_more(within)) { }
        return has_ended_;
    }
    bool is_ready(short events, std::chrono::milliseconds within) const
    {
        pollfd entry {.fd = fd_.get(), .events = events};
        return ::poll(&entry, 1, static_cast<int>(within.count())) > 0;
    }

private:
    bool read_more(std::chrono::milliseconds within)
    {
        char buffer[65536];
        if (has_ended_ || !is_ready(POLLIN, within))
            return false;
        const auto got = ::recv(fd_.get(), buffer, sizeof buffer, 0);
        has_ended_ = got <= 0;
        text_.append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
        return got > 0;
    }
    std::string take(std::size_t count)
    {
        auto taken = text_.substr(0, count);
        text_.erase(0, count);
        return taken;
    }

    Fd fd_;
    std::string text_;
    bool has_ended_ = false;
};

/// The server runs on a thread of its own; the test is its client.
class Http : public testing::Test {
protected:
    void start(HttpServer::Handler handler, HttpServer::Limits limits = {})
    {
        server = HttpServer::create(loop, limits, std::move(handler)).value();
        auto listeners = open_listeners(parse_endpoint("127.0.0.1:0").value()).value();
        tcp = parse_endpoint(fmt::format("127.0.0.1:{}", local_port(listeners[0].get()))).value();
        ASSERT_TRUE(server->listen(std::move(listeners)));
        thread = std::jthread {[this] { EXPECT_TRUE(loop.run()); }};
    }
    /// Runs `work` on the loop's thread and waits for its result.
    template <class Work>
    auto on_loop(Work work)
    {
        std::packaged_task<decltype(work())()> task {std::move(work)};
        auto result = task.get_future();
        loop.post([task = std::move(task)]() mutable { task(); });
        return result.get();
    }
    void TearDown() override
    {
        if (!thread.joinable())
            return;
        on_loop([this] {
            server.reset();
            channel.reset();
            loop.stop();
        });
        thread.join();
    }
    template <class Condition>
    bool comes_true(Condition condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!on_loop(condition))
            if (std::chrono::steady_clock::now() > deadline)
                return false;
        return true;
    }

    EventLoop loop = EventLoop::create().value();
    Endpoint tcp;
    std::unique_ptr<EventChannel> channel = std::make_unique<EventChannel>(loop);
    std::unique_ptr<HttpServer> server;
    std::jthread thread;

    HttpServer::Handler echo_path = [](const HttpRequest& request, Responder responder) {
        responder.send(HttpResponse::text(200, request.path));
    };
    HttpServer::Handler subscribe = [this](const HttpRequest& request, Responder responder) {
        if (request.path == "/events")
            responder.stream(*channel, "event: hello\ndata: 1\n\n");
        else
            responder.send(HttpResponse::text(200, request.path));
    };
};

TEST_F(Http, ServesManyRequestsOfOneConnection)
{
    start(echo_path);
    Client client {tcp};
    EXPECT_EQ(client.get("/one").body, "/one");
    EXPECT_EQ(client.get("/two").body, "/two");
    client.send("GET /three HTTP/1.1\r\nHost: a\r\n\r\nGET /four HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_answer().body, "/three");
    EXPECT_EQ(client.read_answer().body, "/four");
}

TEST_F(Http, GivesTheHandlerTheWholeRequest)
{
    start([](const HttpRequest& request, Responder responder) {
        responder.send(HttpResponse::text(200,
            fmt::format("{} {} q={} empty={} absent={} agent={} sid={} {} local={} {}",
                request.method, request.path, request.parameter("q").value_or("-"),
                request.parameter("empty").value_or("-"), request.parameter("absent").value_or("-"),
                request.header("uSER-aGENT"), request.cookie("sid"), request.client.text(),
                request.is_local, request.body)));
    });
    Client client {tcp};
    client.send("POST /a%20b%2Fc?q=x+%26y&empty=&q=2 HTTP/1.1\r\nHost: hive\r\nUser-Agent: test\r\n"
                "Cookie: a=1; sid=s3cret\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_EQ(client.read_answer().body,
        "POST /a b/c q=x &y empty= absent=- agent=test sid=s3cret 127.0.0.1 local=false body");
}

TEST_F(Http, TellsThatAClientCameOverAUnixSocket)
{
    start([](const HttpRequest& request, Responder responder) {
        responder.send(HttpResponse::text(200, request.is_local ? "local" : "remote"));
    });
    const auto path = fmt::format("{}http_{}.sock", testing::TempDir(), ::getpid());
    const auto endpoint = parse_endpoint("unix:" + path).value();
    on_loop([&] { ASSERT_TRUE(server->listen(open_listeners(endpoint).value())); });
    EXPECT_EQ(Client {endpoint}.get("/").body, "local");
    EXPECT_EQ(Client {tcp}.get("/").body, "remote");
    std::filesystem::remove(path);
}

TEST_F(Http, AnswersHeadAsGetWithoutTheBody)
{
    start([](const HttpRequest& request, Responder responder) {
        responder.send(HttpResponse::text(200, request.method));
    });
    Client client {tcp};
    client.send("HEAD / HTTP/1.1\r\nHost: hive\r\n\r\n");
    EXPECT_THAT(client.read_head().head, HasSubstr("Content-Length: 3\r\n"));
    EXPECT_EQ(client.get("/").status, 200) << "no body came between";
}

TEST_F(Http, SendsAnAnswerThatComesLater)
{
    std::promise<Responder> asked;
    start([&](const HttpRequest& /*request*/, Responder responder) {
        asked.set_value(std::move(responder));
    });
    Client client {tcp};
    client.send("GET / HTTP/1.1\r\nHost: hive\r\n\r\n");
    auto responder = asked.get_future().get();
    EXPECT_FALSE(client.is_ready(POLLIN, 50ms));
    on_loop([&] { responder.send(HttpResponse::json(200, "{}")); });
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.body, "{}");
    EXPECT_THAT(answer.head, HasSubstr("Content-Type: application/json\r\n"));
}

TEST_F(Http, AnswersABigBodyWhole)
{
    const std::string big(8'000'000, 'x');
    start([&](const HttpRequest& /*request*/, Responder responder) {
        responder.send(HttpResponse::text(200, big));
    });
    Client client {tcp};
    EXPECT_EQ(client.get("/").body, big);
    EXPECT_EQ(client.get("/").body, big);
}

TEST_F(Http, AnswersForAHandlerThatForgets)
{
    start([](const HttpRequest& /*request*/, Responder /*responder*/) { });
    EXPECT_EQ(Client {tcp}.get("/").status, 500);
}

TEST_F(Http, RefusesAResponseHeaderThatWouldSplitTheAnswer)
{
    start([](const HttpRequest& /*request*/, Responder responder) {
        responder.send(HttpResponse::see_other("/a\r\nSet-Cookie: b=c"));
    });
    const auto answer = Client {tcp}.get("/");
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.head, Not(HasSubstr("Set-Cookie")));
}

struct Target {
    std::string name;
    std::string target;
};

class BadTarget : public Http, public testing::WithParamInterface<Target> { };

TEST_P(BadTarget, IsAnswered400WithoutTheHandler)
{
    start([](const HttpRequest& /*request*/, Responder responder) {
        responder.send(HttpResponse::text(200, "handled"));
    });
    EXPECT_EQ(Client {tcp}.get(GetParam().target).status, 400);
}

INSTANTIATE_TEST_SUITE_P(Targets, BadTarget,
    testing::Values(Target {"EscapeWithoutDigits", "/a%"}, Target {"EscapeThatIsNone", "/%zz"},
        Target {"NulInThePath", "/a%00b"}, Target {"NulInTheQuery", "/?a=%00"},
        Target {"BadEscapeInTheQuery", "/?a=%4"}, Target {"WholeUri", "http://elsewhere/"},
        Target {"Asterisk", "*"},
        Target {"TooManyParameters",
            "/?" +
                [] {
                    std::string text = "a=1";
                    for (int i = 0; i < 64; ++i)
                        text += "&a=1";
                    return text;
                }()}),
    [](const auto& row) { return row.param.name; });

TEST_F(Http, RefusesATooLongBodyBeforeItIsSent)
{
    start(echo_path, {.body = 10});
    Client client {tcp};
    client.send("POST / HTTP/1.1\r\nHost: hive\r\nContent-Length: 11\r\n\r\n");
    EXPECT_EQ(client.read_answer().status, 413);
    EXPECT_TRUE(client.sees_the_end());
}

TEST_F(Http, NeverTakesTheBodyOfARefusedRequestForANextRequest)
{
    start(echo_path, {.body = 10});
    for (const auto* const refused :
        {"DELETE / HTTP/1.1\r\nContent-Length: 60", "PUT /% HTTP/1.1\r\nContent-Length: 9"}) {
        Client client {tcp};
        client.send(fmt::format(
            "{}\r\nHost: hive\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: hive\r\n\r\n", refused));
        EXPECT_NE(client.read_answer().status, 200);
        EXPECT_EQ(client.read_answer().status, 0) << "a second answer";
        EXPECT_TRUE(client.sees_the_end());
    }
}

TEST_F(Http, RefusesATooLongBodyOfUndeclaredLength)
{
    start(echo_path, {.body = 10});
    Client client {tcp};
    client.send("POST / HTTP/1.1\r\nHost: hive\r\nTransfer-Encoding: chunked\r\n\r\n"
                "6\r\nabcdef\r\n6\r\nabcdef\r\n0\r\n\r\n");
    EXPECT_EQ(client.read_answer().status, 413);
}

TEST_F(Http, TakesABodyOfExactlyTheLimit)
{
    start([](const HttpRequest& request,
              Responder responder) { responder.send(HttpResponse::text(200, request.body)); },
        {.body = 10});
    Client client {tcp};
    client.send("POST / HTTP/1.1\r\nHost: hive\r\nContent-Length: 10\r\n\r\n0123456789");
    EXPECT_EQ(client.read_answer().body, "0123456789");
}

TEST_F(Http, RefusesAHeadThatDoesNotFit)
{
    start(echo_path);
    Client client {tcp};
    client.send(
        fmt::format("GET / HTTP/1.1\r\nHost: hive\r\nX: {}\r\n\r\n", std::string(20'000, 'x')));
    EXPECT_EQ(client.read_head().status, 431);
}

TEST_F(Http, CutsAClientThatSendsItsHeadByteByByte)
{
    start(echo_path, {.head = 1s});
    Client client {tcp};
    client.send("GET / HTTP/1.1\r\nHost: hive\r\n");
    const auto deadline = std::chrono::steady_clock::now() + patience;
    bool is_cut = false;
    while (!is_cut && std::chrono::steady_clock::now() < deadline) {
        client.send("X");
        is_cut = client.is_ready(POLLIN, 100ms);
    }
    EXPECT_TRUE(is_cut);
    EXPECT_TRUE(client.sees_the_end());
    EXPECT_EQ(Client {tcp}.get("/next").body, "/next");
}

TEST_F(Http, ServesOneClientWhileTwentyAreSilent)
{
    start(echo_path);
    std::list<Client> silent;
    for (int i = 0; i < 20; ++i)
        silent.emplace_back(tcp).send("GET / HT");
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(Client {tcp}.get("/now").body, "/now");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_F(Http, ClosesClientsOverTheLimit)
{
    start(echo_path, {.connections = 2});
    Client first {tcp};
    Client second {tcp};
    EXPECT_EQ(first.get("/1").status, 200);
    EXPECT_EQ(second.get("/2").status, 200);
    EXPECT_TRUE(Client {tcp}.sees_the_end());
    EXPECT_EQ(first.get("/still").body, "/still");
}

TEST_F(Http, SwallowsTheAnswerToAClientThatHasGone)
{
    std::promise<Responder> asked;
    start([&](const HttpRequest& request, Responder responder) {
        if (request.path == "/slow")
            asked.set_value(std::move(responder));
        else
            responder.send(HttpResponse::text(200, "alive"));
    });
    std::optional<Client> client {tcp};
    client->send("GET /slow HTTP/1.1\r\nHost: hive\r\n\r\n");
    auto responder = asked.get_future().get();
    client.reset();
    on_loop([&] { responder.send(HttpResponse::text(200, std::string(1'000'000, 'x'))); });
    EXPECT_EQ(Client {tcp}.get("/").body, "alive");
}

TEST_F(Http, StreamsEventsToAllReaders)
{
    start(subscribe);
    Client first {tcp};
    Client second {tcp};
    for (auto* const client : {&first, &second}) {
        client->send("GET /events HTTP/1.1\r\nHost: hive\r\n\r\n");
        const auto head = client->read_head().head;
        EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream\r\n"));
        EXPECT_THAT(head, HasSubstr("Cache-Control: no-store\r\n"));
        EXPECT_NE(client->read_until("event: hello\ndata: 1\n\n"), "");
    }
    on_loop([&] {
        channel->publish("rows", R"({"n":1})");
        channel->publish("rows", R"({"n":2})");
    });
    for (auto* const client : {&first, &second}) {
        EXPECT_NE(client->read_until("event: rows\ndata: {\"n\":1}\n\n"), "");
        EXPECT_NE(client->read_until("event: rows\ndata: {\"n\":2}\n\n"), "");
    }
    EXPECT_EQ(on_loop([&] { return channel->readers(); }), 2u);
}

TEST_F(Http, SendsAReaderThatComesBackWhatItMissed)
{
    start(subscribe);
    Client first {tcp};
    first.send("GET /events HTTP/1.1\r\nHost: hive\r\n\r\n");
    EXPECT_NE(first.read_until("data: 1\n\n"), "");
    on_loop([&] { channel->publish("rows", "1"); });
    const auto frame = first.read_until("event: rows\ndata: 1\n\n");
    const auto begin = frame.find("id: ") + 4;
    const auto id = frame.substr(begin, frame.find('\n', begin) - begin);
    on_loop([&] {
        channel->publish("rows", "2");
        channel->publish("sync", "3");
    });
    Client back {tcp};
    back.send(fmt::format("GET /events HTTP/1.1\r\nHost: hive\r\nLast-Event-ID: {}\r\n\r\n", id));
    EXPECT_NE(back.read_until("event: rows\ndata: 2\n\n"), "");
    EXPECT_NE(back.read_until("event: sync\ndata: 3\n\n"), "");
}

TEST_F(Http, TellsAReaderOfAnotherTimeThatItMissedSomething)
{
    start(subscribe);
    Client client {tcp};
    client.send("GET /events HTTP/1.1\r\nHost: hive\r\nLast-Event-ID: before-7\r\n\r\n");
    EXPECT_NE(client.read_until("event: missed\ndata: {}\n\n"), "");
}

TEST_F(Http, SendsABodyInPartsAsTheyAreMade)
{
    std::optional<TakePart> taker;
    start([&](const HttpRequest& /*request*/, Responder responder) {
        responder.send_parts(HttpResponse::text(200, ""),
            [&taker](TakePart take) { taker.emplace(std::move(take)); });
    });
    Client client {tcp};
    client.send("GET / HTTP/1.1\r\nHost: hive\r\n\r\n");
    for (const std::string part : {"one", "two", ""}) {
        ASSERT_TRUE(comes_true([&] { return taker.has_value(); }));
        on_loop([&] { (*std::exchange(taker, std::nullopt))(part); });
    }
    EXPECT_THAT(client.read_head().head, HasSubstr("Transfer-Encoding: chunked"));
    EXPECT_NE(client.read_until("one"), "");
    EXPECT_NE(client.read_until("two"), "");
    EXPECT_NE(client.read_until("0\r\n\r\n"), "");
}

TEST_F(Http, BreaksOffABodyWhosePartsFail)
{
    start([](const HttpRequest& /*request*/, Responder responder) {
        responder.send_parts(HttpResponse::text(200, ""), [is_first = true](TakePart take) mutable {
            take(
                std::exchange(is_first, false) ? std::optional<std::string> {"one"} : std::nullopt);
        });
    });
    Client client {tcp};
    client.send("GET / HTTP/1.1\r\nHost: hive\r\n\r\n");
    EXPECT_NE(client.read_until("one"), "");
    EXPECT_EQ(client.read_until("0\r\n\r\n"), "") << "no last chunk";
    EXPECT_TRUE(client.sees_the_end());
}

TEST_F(Http, ForgetsPartsOfAClientThatHasGone)
{
    std::optional<TakePart> taker;
    auto alive = std::make_shared<int>(0);
    start([&, kept = std::weak_ptr {alive}](const HttpRequest& /*request*/, Responder responder) {
        responder.send_parts(HttpResponse::text(200, ""),
            [&taker, owned = kept.lock()](TakePart take) { taker.emplace(std::move(take)); });
    });
    {
        Client client {tcp};
        client.send("GET / HTTP/1.1\r\nHost: hive\r\n\r\n");
        ASSERT_TRUE(comes_true([&] { return taker.has_value(); }));
    }
    on_loop([&] { (*taker)("late"); });
    on_loop([&] { taker.reset(); });
    EXPECT_TRUE(comes_true([&] { return alive.use_count() == 1; }));
}

TEST_F(Http, SendsSharedBytes)
{
    const auto text = std::make_shared<const std::string>("0123456789");
    start([&](const HttpRequest& /*request*/, Responder responder) {
        responder.send({.shared = {text, std::string_view {*text}.substr(2, 3)}});
    });
    EXPECT_EQ(Client {tcp}.get("/").body, "234");
    EXPECT_TRUE(comes_true([&] { return text.use_count() == 1; }));
}

TEST_F(Http, ForgetsAReaderThatHasGone)
{
    start(subscribe);
    {
        Client client {tcp};
        client.send("GET /events HTTP/1.1\r\nHost: hive\r\n\r\n");
        EXPECT_NE(client.read_until("data: 1\n\n"), "");
    }
    EXPECT_TRUE(comes_true([&] {
        channel->publish("rows", "1");
        return channel->readers() == 0;
    }));
}

TEST_F(Http, EndsTheStreamsOfAChannelThatGoesAway)
{
    start(subscribe);
    Client client {tcp};
    client.send("GET /events HTTP/1.1\r\nHost: hive\r\n\r\n");
    EXPECT_NE(client.read_until("data: 1\n\n"), "");
    on_loop([&] { channel.reset(); });
    EXPECT_NE(client.read_until("0\r\n\r\n"), "") << "the last chunk";
    EXPECT_EQ(client.get("/next").body, "/next");
}

TEST_F(Http, GivesASlowReaderTheNewestFrameOfEachName)
{
    start(subscribe);
    Client client {tcp};
    client.send("GET /events HTTP/1.1\r\nHost: hive\r\n\r\n");
    EXPECT_NE(client.read_until("data: 1\n\n"), "");
    const std::string big(200'000, 'x');
    for (int i = 0; i < 200; ++i)
        on_loop([&] { channel->publish("rows", fmt::format("{}-{}", i, big)); });
    on_loop([&] { channel->publish("sync", "last"); });
    const auto read = client.read_until("event: sync\ndata: last\n\n");
    EXPECT_THAT(read, HasSubstr("data: 199-"));
    EXPECT_LT(read.size(), 200 * big.size());
}

TEST_F(Http, EndsStreamsAndPendingRequestsWithTheServer)
{
    std::optional<Responder> kept;
    start([&](const HttpRequest& request, Responder responder) {
        if (request.path == "/slow")
            kept.emplace(std::move(responder));
        else
            responder.stream(*channel);
    });
    Client reader {tcp};
    Client waiting {tcp};
    reader.send("GET /events HTTP/1.1\r\nHost: hive\r\n\r\n");
    waiting.send("GET /slow HTTP/1.1\r\nHost: hive\r\n\r\n");
    ASSERT_TRUE(comes_true([&] { return kept.has_value() && channel->readers() == 1; }));
    on_loop([&] { server.reset(); });
    EXPECT_TRUE(reader.sees_the_end());
    EXPECT_TRUE(waiting.sees_the_end());
    EXPECT_EQ(on_loop([&] {
        channel->publish("rows", "1");
        kept->send(HttpResponse::text(200, "late"));
        return channel->readers();
    }),
        0u);
}

TEST_F(Http, AnswersWhatWaitsWhenItStops)
{
    std::optional<Responder> kept;
    start([&](const HttpRequest& /*request*/, Responder responder) {
        kept.emplace(std::move(responder));
    });
    Client client {tcp};
    client.send("GET / HTTP/1.1\r\nHost: hive\r\n\r\n");
    ASSERT_TRUE(comes_true([&] { return kept.has_value(); }));
    on_loop([&] { server.reset(); });
    EXPECT_EQ(client.read_answer().status, 503);
    on_loop([&] { kept.reset(); });
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct FormCase {
    std::string name;
    std::string text;
    Pairs pairs;
};

class Form : public testing::TestWithParam<FormCase> { };

TEST_P(Form, IsTakenApart)
{
    EXPECT_EQ(parse_form(GetParam().text), GetParam().pairs);
}

INSTANTIATE_TEST_SUITE_P(Texts, Form,
    testing::Values(FormCase {"Nothing", "", {}},
        FormCase {"TwoPairs", "a=1&b=two+words", {{"a", "1"}, {"b", "two words"}}},
        FormCase {"NoValue", "a&b=", {{"a", ""}, {"b", ""}}},
        FormCase {"NoName", "=1", {{"", "1"}}}, FormCase {"EmptyPairs", "&&a=1&", {{"a", "1"}}},
        FormCase {"EqualsInTheValue", "a=b=c", {{"a", "b=c"}}},
        FormCase {"Escapes", "%61=%3D%26+%2B", {{"a", "=& +"}}},
        FormCase {
            "EscapeThatIsNone", "a=100%&b=%4&c=%zz", {{"a", "100%"}, {"b", "%4"}, {"c", "%zz"}}},
        FormCase {"SameNameTwice", "a=1&a=2", {{"a", "1"}, {"a", "2"}}}),
    [](const auto& row) { return row.param.name; });

TEST(FormLimit, LeavesOutWhatComesAfterThe64thPair)
{
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += fmt::format("a{}=1&", i);
    EXPECT_EQ(parse_form(text).size(), 64u);
}

struct CookieCase {
    std::string name;
    std::string header;
    std::string value;
};

class Cookie : public testing::TestWithParam<CookieCase> { };

TEST_P(Cookie, IsFoundByItsWholeName)
{
    const HttpRequest request {.headers = {{"cookie", GetParam().header}}};
    EXPECT_EQ(request.cookie("sid"), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(Headers, Cookie,
    testing::Values(CookieCase {"Alone", "sid=1", "1"}, CookieCase {"Last", "a=0; sid=1", "1"},
        CookieCase {"First", "sid=1; a=0", "1"}, CookieCase {"WithoutBlank", "a=0;sid=1", "1"},
        CookieCase {"LongerNames", "xsid=1; sidx=2", ""},
        CookieCase {"WithEquals", "sid=a=b", "a=b"}, CookieCase {"WithoutValue", "sid", ""},
        CookieCase {"Empty", "", ""}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
