# make help      every target and variable
MODE     ?= release
BUILD    ?= build/$(MODE)
PREFIX   ?= /usr
SHELL    := /bin/bash
VERSION  := 0.1.0

CXX      ?= g++
CC       ?= gcc
CCACHE   ?= $(shell command -v ccache)
PACKAGES := libevent fmt
CPPFLAGS += -I. -DHIVE_VERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
OPTIMISE := -O2 -g1
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers
HARDEN   := -fstack-protector-strong -fstack-clash-protection -D_GLIBCXX_ASSERTIONS -fPIE
LDHARDEN := -pie -Wl,-z,relro,-z,now -Wl,--as-needed
WERROR   ?=

ifeq ($(MODE),release)
HARDEN   += -D_FORTIFY_SOURCE=2
else ifeq ($(MODE),asan)
# clang, so that the fuzzers link the very objects the unit tests ran with.
override CXX := clang++-19
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
COVERAGE := -fsanitize=fuzzer-no-link
OPTIMISE := -O0 -gline-tables-only -fno-omit-frame-pointer
WARNINGS := -Wall -Wextra -Wno-missing-field-initializers -Wno-deprecated-declarations
else ifeq ($(MODE),tsan)
SANITIZE := -fsanitize=thread
OPTIMISE := -O1 -g
else ifeq ($(MODE),coverage)
SANITIZE := --coverage
OPTIMISE := -O0 -g
else
$(error MODE is release, asan, tsan or coverage)
endif
ALL_CXXFLAGS = -std=c++23 $(OPTIMISE) $(WARNINGS) $(HARDEN) $(SANITIZE) $(COVERAGE) $(if $(WERROR),-Werror) $(CXXFLAGS)
ALL_LDFLAGS  = $(LDHARDEN) $(SANITIZE) $(LDFLAGS)

# A program is a folder: every .cc in it becomes build/MODE/NAME.
folder_of = $(patsubst %/main.cc,%,$(wildcard $(1)/*/main.cc))
FOLDERS  := $(call folder_of,daemons) $(call folder_of,supervisor) $(call folder_of,tools)
name_of   = $(if $(filter tools/%,$(1)),$(notdir $(1)),$(if $(filter supervisor/keeper,$(1)),hive-supervisor,$(if $(filter supervisor/core,$(1)),hive-supervisor-core,hive-$(notdir $(1)))))
NAMES    := $(foreach folder,$(FOLDERS),$(call name_of,$(folder)))
PROGRAMS := $(NAMES:%=$(BUILD)/%)
objects   = $(patsubst %.cc,$(BUILD)/%.o,$(wildcard $(1)))
LIB      := $(BUILD)/libhive.a

# What each program links besides the lib; --as-needed drops what it does not use.
LIB_LIBS             := -levent_core -lfmt -linih -lmicrohttpd -lsqlite3 -lcrypt -lnettle -pthread
LDLIBS_hive-proxy    := -lssl -lcrypto
LDLIBS_hivectl       := -lcrypto
LDLIBS_hive-ban      := -lnftnl -lmnl -lpcre2-8 -lsystemd
LDLIBS_hive-chart    := -lbrotlienc -lz -ldate-tz
LDLIBS_hive-sync     := -lmariadb -ldate-tz -lz
LDLIBS_hive-sample   := -lmariadb
LDLIBS_hive-notify   := -lcurl
LDLIBS_hive-probe    := -lssl -lcrypto
LDLIBS_hive-train    := -lxgboost
# Hashes of rows are sums that a database makes, too: no multiplication may keep more digits.
CPPFLAGS_hive-sync   := -ffp-contract=off $(shell pkg-config --cflags libmariadb 2>/dev/null)
CPPFLAGS_hive-sample := $(shell pkg-config --cflags libmariadb 2>/dev/null)

# llhttp comes as C sources in Debian's node-llhttp; C and C++ see the same switch.
LLHTTP_FLAGS         := -DLLHTTP_STRICT_MODE=1 -isystem /usr/share/include/llhttp
LLHTTP               := $(patsubst %,$(BUILD)/llhttp/%.o,llhttp api http)
CPPFLAGS_hive-proxy  := $(LLHTTP_FLAGS)
EXTRA_hive-proxy     := $(LLHTTP)

all: $(PROGRAMS) web help-pages  ## build every program and the web pages (the default)
programs: $(PROGRAMS)  ## build every program

$(LIB): $(call objects,lib/*.cc)
	@rm -f $@
	@$(AR) rcs $@ $^

# One library a program of all but its main: the program and its unit tests link it.
define program_rules
$(BUILD)/$(1): $(BUILD)/$(2)/main.o $(BUILD)/$(2)/program.a $(LIB) $(EXTRA_$(1))
	@echo "  link  $$@"
	@$$(CXX) $$(ALL_LDFLAGS) -o $$@ $$^ $$(LIB_LIBS) $$(LDLIBS_$(1))
$(BUILD)/$(2)/program.a: $(filter-out $(BUILD)/$(2)/main.o,$(call objects,$(2)/*.cc))
	@mkdir -p $$(@D)
	@rm -f $$@
	@$$(AR) rcs $$@ $$^
$(BUILD)/$(2)/%.o: CPPFLAGS += $(CPPFLAGS_$(1))
$(BUILD)/tests/unit/$(notdir $(2))/%.o: CPPFLAGS += $(CPPFLAGS_$(1))
$(BUILD)/unit/$(notdir $(2)): $(call objects,tests/unit/$(notdir $(2))/*.cc) $(BUILD)/$(2)/program.a $(LIB) $(EXTRA_$(1))
	@mkdir -p $$(@D)
	@echo "  link  $$@"
	@$$(CXX) $$(ALL_LDFLAGS) -o $$@ $$^ $$(LIB_LIBS) $$(LDLIBS_$(1)) -lgtest -lgmock -lgtest_main
endef
$(foreach folder,$(FOLDERS),$(eval $(call program_rules,$(call name_of,$(folder)),$(folder))))

$(BUILD)/unit/lib: $(call objects,tests/unit/lib/*.cc) $(LIB)
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIB_LIBS) -lgtest -lgmock -lgtest_main

# Tests are compiled once for each time they run: quickly, then. _FORTIFY_SOURCE needs -O1.
$(BUILD)/tests/unit/%: OPTIMISE := -O0 -g1
$(BUILD)/tests/unit/%: HARDEN := $(filter-out -D_FORTIFY_SOURCE=2,$(HARDEN))

# What most files include is parsed once, but for the programs of a release: their includes are complete.
PREFIX_HEADER := tests/unit/prefix.h
PRECOMPILED   := $(BUILD)/$(PREFIX_HEADER).$(if $(filter asan,$(MODE)),pch,gch)
USE_PREFIX     = $(if $(filter asan,$(MODE)),-include-pch $(PRECOMPILED),-include $(BUILD)/$(PREFIX_HEADER))
export CCACHE_SLOPPINESS := pch_defines,time_macros
$(PRECOMPILED): $(PREFIX_HEADER)
	@mkdir -p $(@D)
	@echo "  c++   $<"
	@ln -srf $< $(BUILD)/$<
	@$(CXX) $(CPPFLAGS) $(ALL_CXXFLAGS) -x c++-header -o $@ $<
PREFIXED := $(call objects,tests/unit/*/*.cc tests/fuzz/*/*.cc $(if $(filter asan,$(MODE)),lib/*.cc $(addsuffix /*.cc,$(FOLDERS))))
$(PREFIXED): $(PRECOMPILED)
$(PREFIXED): INCLUDED = $(USE_PREFIX)

# Loops over the bins of a spectrum, which take several at a time.
$(BUILD)/daemons/sync/roll.o $(BUILD)/lib/readings_schema.o: OPTIMISE := $(OPTIMISE) $(if $(filter release,$(MODE)),-O3)
# What is always there and seldom busy stays small in memory.
$(BUILD)/supervisor/%.o: OPTIMISE := $(OPTIMISE) $(if $(filter release,$(MODE)),-Os)

$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	@echo "  c++   $<"
	@$(CCACHE) $(CXX) $(INCLUDED) $(CPPFLAGS) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/llhttp/%.o: /usr/share/llhttp/%.c
	@mkdir -p $(@D)
	@echo "  cc    $<"
	@$(CCACHE) $(CC) -O2 -g $(HARDEN) $(LLHTTP_FLAGS) -c -o $@ $<

# ---- web pages -----------------------------------------------------------------
WEB_OUT := build/web
WEB_SRC := $(shell find web -type f -not -path '*/node_modules/*' 2>/dev/null)
web: $(WEB_OUT)/.built  ## bundle the web pages into build/web
$(WEB_OUT)/.built: web/node_modules/.installed $(WEB_SRC)
	cd web && npm run --silent build -- --outdir=../$(WEB_OUT)
	@touch $@
%/node_modules/.installed: %/package.json %/package-lock.json
	cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# ---- tests ---------------------------------------------------------------------
UNITS := $(patsubst tests/unit/%/,$(BUILD)/unit/%,$(filter-out %/browser/,$(wildcard tests/unit/*/)))
unit-programs: $(UNITS)
check-unit: $(UNITS)  ## unit tests of lib and of every program (MODE=asan, MODE=tsan)
	@set -e; for unit in $^; do echo "  unit  $$unit"; $$unit --gtest_brief=1; done

# ---- fuzzing: tests/fuzz/FOLDER/NAME_fuzz.cc, seeds in tests/fuzz/corpus/NAME ---------
FUZZ_SECONDS ?= 10
FUZZERS      := $(patsubst tests/fuzz/%_fuzz.cc,$(BUILD)/fuzzers/%,$(wildcard tests/fuzz/*/*_fuzz.cc))
define fuzzer_rule
$(BUILD)/fuzzers/$(notdir $(1))/%: $(BUILD)/tests/fuzz/$(notdir $(1))/%_fuzz.o $(BUILD)/$(1)/program.a $(LIB) $(EXTRA_$(call name_of,$(1)))
	@mkdir -p $$(@D)
	@$$(CXX) -fsanitize=fuzzer $$(ALL_LDFLAGS) -o $$@ $$^ $$(LIB_LIBS) $$(LDLIBS_$(call name_of,$(1)))
$(BUILD)/tests/fuzz/$(notdir $(1))/%.o: CPPFLAGS += $(CPPFLAGS_$(call name_of,$(1)))
endef
$(foreach folder,$(FOLDERS),$(eval $(call fuzzer_rule,$(folder))))
$(BUILD)/fuzzers/lib/%: $(BUILD)/tests/fuzz/lib/%_fuzz.o $(LIB)
	@mkdir -p $(@D)
	@$(CXX) -fsanitize=fuzzer $(ALL_LDFLAGS) -o $@ $^ $(LIB_LIBS)
fuzz:  ## run every fuzzer for FUZZ_SECONDS (clang-19)
	@$(MAKE) --no-print-directory MODE=asan run-fuzzers
fuzzers: $(FUZZERS)
run-fuzzers: fuzzers
	@tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZERS)

# ---- looking after the code --------------------------------------------------------
FILES   ?= $(shell find lib daemons supervisor tools -name '*.cc')
SOURCES := $(shell find lib daemons supervisor tools tests \( -name '*.cc' -o -name '*.h' \) -not -path '*/node_modules/*')
tidy: deps-tidy  ## clang-tidy on FILES (default: all but tests)
	@tests/lint/tidy.py $(filter %.cc,$(FILES))
deps-tidy:
	@command -v clang-tidy-19 >/dev/null || tools/install-deps.sh clang-tidy-19
cppcheck:  ## cppcheck on every source but tests
	@command -v cppcheck >/dev/null || tools/install-deps.sh cppcheck
	cppcheck --std=c++20 -j2 --enable=warning,performance,portability --quiet --error-exitcode=1 \
	    --suppressions-list=tests/lint/cppcheck.txt -I. lib daemons supervisor tools
format:  ## clang-format on every source
	clang-format-19 -i $(SOURCES)
format-check:
	clang-format-19 --dry-run --Werror $(SOURCES)
check-includes:  ## who may include whom, one file for each C library; docs/dependencies.md is complete
	@tests/lint/includes.sh
	@tests/lint/dependencies.sh

# ---- manual --------------------------------------------------------------------------
MANUALS := $(patsubst man/%.in,$(BUILD)/man/%,$(wildcard man/*.in)) $(patsubst man/%,$(BUILD)/man/%,$(filter-out %.in,$(wildcard man/*)))
man: $(MANUALS)  ## manual pages with the options the programs declare, linted
$(BUILD)/man/%: man/%.in $(PROGRAMS)
	@mkdir -p $(@D)
	@if grep -q '^@OPTIONS@' $<; then $(BUILD)/$(basename $*) -O >$@.options || exit 1; else : >$@.options; fi
	@sed -e '/^@OPTIONS@$$/{r $@.options' -e 'd}' $< >$@ && rm $@.options
	@mandoc -T lint -W warning $@
$(BUILD)/man/%: man/%
	@mkdir -p $(@D)
	@cp $< $@
	@mandoc -T lint -W warning $@

# The manual within the portal: fragments beside its pages.
HELP := $(patsubst $(BUILD)/man/%,$(WEB_OUT)/help/%.html,$(MANUALS))
help-pages: $(HELP)  ## the manual pages as HTML for the portal
$(WEB_OUT)/help/%.html: $(BUILD)/man/%
	@mkdir -p $(@D)
	@mandoc -T html -O 'fragment,man=help?page=%N.%S' $< | sed 's/ style="[^"]*"//g' >$@ # the pages' policy allows none

# ---- the two commands and what they are made of ----------------------------------------
deps:
	@tools/install-deps.sh build
deps-check:
	@tools/install-deps.sh build check deb
run: deps  ## install what is missing, build, run the whole suite in ./run on made-up data
	@$(MAKE) --no-print-directory -j2 all
	@HIVE_BIN=$(abspath $(BUILD)) HIVE_WEB=$(abspath $(WEB_OUT)) exec tools/run.sh
check: deps-check  ## install what is missing, build, run every test
	@$(MAKE) --no-print-directory -j2 all unit-programs man tests/browser/node_modules/.installed
	@HIVE_BIN=$(abspath $(BUILD)) HIVE_WEB=$(abspath $(WEB_OUT)) tests/check.sh
check-e2e: all  ## only the end-to-end tests (E2E=tests/e2e/ban.bats for one)
	@HIVE_BIN=$(abspath $(BUILD)) HIVE_WEB=$(abspath $(WEB_OUT)) bats $(or $(E2E),tests/e2e)
check-systemd: deps-check deb  ## the package in a booted systemd: install, kill, upgrade, reboot, purge (root)
	@bats tests/systemd
check-reproducible: deps  ## builds REPRODUCE (default: hivectl) twice and compares; takes two builds
	@tests/lint/reproducible.sh $(or $(REPRODUCE),hivectl)
check-bare: ## `make run` on a bare Debian 12 in a chroot, as an ordinary user with sudo; takes a build (root)
	@tests/systemd/bare.sh run user
soak: deps-check all  ## the suite under mixed load and random kills for SOAK_MINUTES, default 20
	@HIVE_BIN=$(abspath $(BUILD)) HIVE_WEB=$(abspath $(WEB_OUT)) tests/soak/soak.sh $(or $(SOAK_MINUTES),20)
bench: $(patsubst tests/bench/%.sh,bench-%,$(wildcard tests/bench/*.sh))  ## ours and the peers side by side
bench-%: all
	@HIVE_BIN=$(abspath $(BUILD)) HIVE_WEB=$(abspath $(WEB_OUT)) tests/bench/$*.sh
campaign-sync: programs  ## ROUNDS (1000) of random changes and kill -9 against hive-sync, shared by the SEEDS (7 8)
	@running=; for seed in $(or $(SEEDS),7 8); do \
	    HIVE_BIN=$(abspath $(BUILD)) ROUNDS=$$(($(or $(ROUNDS),1000) / $(words $(or $(SEEDS),7 8)))) SEED=$$seed \
	        bats tests/e2e/sync_campaign.bats & running+=" $$!"; \
	done; failed=0; for one in $$running; do wait $$one || failed=1; done; exit $$failed
coverage:  ## line coverage of the unit tests
	@tools/install-deps.sh coverage
	@$(MAKE) --no-print-directory -j2 MODE=coverage check-unit
	@gcovr --root . --exclude 'tests/.*' --print-summary build/coverage | tail -n 4

# ---- installing ------------------------------------------------------------------------
SBINDIR       ?= $(PREFIX)/sbin
BINDIR        ?= $(PREFIX)/bin
DATADIR       ?= $(PREFIX)/share
MANDIR        ?= $(DATADIR)/man
COMPLETIONDIR ?= $(DATADIR)/bash-completion/completions
SYSCONFDIR    ?= /etc
UNITDIR       ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR   ?= $(PREFIX)/lib/sysusers.d
USER_PROGRAMS := $(filter hivectl hive-passwd hive-sample hive-train,$(NAMES))
SERVED        := $(filter-out $(USER_PROGRAMS),$(NAMES))
# The shipped files name the default directories.
PLACES         = sed -e 's|/usr/share/hive|$(DATADIR)/hive|g' -e 's|/usr/sbin/|$(SBINDIR)/|g' -e 's|/usr/bin/|$(BINDIR)/|g'
install: all man  ## copy everything below DESTDIR; PREFIX, SBINDIR, BINDIR, DATADIR, MANDIR, SYSCONFDIR, UNITDIR say where
	install -D -t $(DESTDIR)$(SBINDIR) $(SERVED:%=$(BUILD)/%)
	install -D -t $(DESTDIR)$(BINDIR) $(USER_PROGRAMS:%=$(BUILD)/%)
	ln -sf hivectl $(DESTDIR)$(BINDIR)/hive-fail2ban-client
	install -d $(DESTDIR)$(SYSCONFDIR)/hive $(DESTDIR)$(DATADIR)/hive/web $(DESTDIR)$(UNITDIR)
	for file in etc/*.ini; do \
	    [ -e $(DESTDIR)$(SYSCONFDIR)/hive/$${file#etc/} ] || $(PLACES) $$file >$(DESTDIR)$(SYSCONFDIR)/hive/$${file#etc/} || exit; done
	$(PLACES) etc/systemd/hive-supervisor.service >$(DESTDIR)$(UNITDIR)/hive-supervisor.service
	install -D -m 644 -t $(DESTDIR)$(UNITDIR) etc/systemd/*.socket
	install -D -m 644 etc/systemd/hive.sysusers $(DESTDIR)$(SYSUSERSDIR)/hive.conf
	install -D -m 644 etc/completion/hivectl.bash $(DESTDIR)$(COMPLETIONDIR)/hivectl
	cp -r $(WEB_OUT)/app $(WEB_OUT)/portal $(WEB_OUT)/site $(WEB_OUT)/help $(DESTDIR)$(DATADIR)/hive/web/
	for page in $(MANUALS); do install -D -m 644 -t $(DESTDIR)$(MANDIR)/man$${page##*.} $$page || exit; done
	ln -sf hive-supervisor.8 $(DESTDIR)$(MANDIR)/man8/hive-supervisor-core.8
	ln -sf hivectl.1 $(DESTDIR)$(MANDIR)/man1/hive-fail2ban-client.1
uninstall:  ## remove what install copied; configuration and data stay
	rm -f $(SERVED:%=$(DESTDIR)$(SBINDIR)/%) $(USER_PROGRAMS:%=$(DESTDIR)$(BINDIR)/%) $(DESTDIR)$(BINDIR)/hive-fail2ban-client
	rm -f $(patsubst etc/systemd/%,$(DESTDIR)$(UNITDIR)/%,$(wildcard etc/systemd/*.service etc/systemd/*.socket)) $(DESTDIR)$(SYSUSERSDIR)/hive.conf $(DESTDIR)$(COMPLETIONDIR)/hivectl
	for page in $(notdir $(MANUALS)); do rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page; done
	rm -f $(DESTDIR)$(MANDIR)/man8/hive-supervisor-core.8 $(DESTDIR)$(MANDIR)/man1/hive-fail2ban-client.1
	rm -rf $(DESTDIR)$(DATADIR)/hive
deb:  ## a Debian package in build/deb
	@tools/install-deps.sh build deb
	@$(MAKE) --no-print-directory -j2 all
	fakeroot debian/rules binary
clean:  ## remove everything that was built
	rm -rf build
help:  ## this list
	@echo 'make [MODE=release|asan|tsan|coverage] [BUILD=build/MODE] [WERROR=1] TARGET'
	@sed -n 's/^\([a-z][a-z-]*\):.*  ## /\1\t/p' Makefile | expand -t 16

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all programs web help-pages unit-programs check-unit fuzz fuzzers run-fuzzers tidy deps-tidy cppcheck format format-check check-includes \
    man deps deps-check run check check-e2e check-systemd check-reproducible check-bare soak bench coverage install uninstall deb clean help
.SECONDARY:
