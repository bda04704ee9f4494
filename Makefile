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
OPTIMISE := -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers
HARDEN   := -fstack-protector-strong -fstack-clash-protection -D_GLIBCXX_ASSERTIONS -fPIE
LDHARDEN := -pie -Wl,-z,relro,-z,now -Wl,--as-needed
WERROR   ?=

ifeq ($(MODE),release)
HARDEN   += -D_FORTIFY_SOURCE=2
else ifeq ($(MODE),asan)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
OPTIMISE := -O1 -g -fno-omit-frame-pointer
else ifeq ($(MODE),tsan)
SANITIZE := -fsanitize=thread
OPTIMISE := -O1 -g
else ifeq ($(MODE),coverage)
SANITIZE := --coverage
OPTIMISE := -O0 -g
else
$(error MODE is release, asan, tsan or coverage)
endif
ALL_CXXFLAGS = -std=c++23 $(OPTIMISE) $(WARNINGS) $(HARDEN) $(SANITIZE) $(if $(WERROR),-Werror) $(CXXFLAGS)
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
LDLIBS_hive-ban      := -lnftnl -lmnl
LDLIBS_hive-sync     := -lmariadb
LDLIBS_hive-sample   := -lmariadb
CPPFLAGS_hive-sync   := $(shell pkg-config --cflags libmariadb 2>/dev/null)
CPPFLAGS_hive-sample := $(CPPFLAGS_hive-sync)

# llhttp comes as C sources in Debian's node-llhttp; C and C++ see the same switch.
LLHTTP_FLAGS         := -DLLHTTP_STRICT_MODE=1 -isystem /usr/share/include/llhttp
LLHTTP               := $(patsubst %,$(BUILD)/llhttp/%.o,llhttp api http)
CPPFLAGS_hive-proxy  := $(LLHTTP_FLAGS)
EXTRA_hive-proxy     := $(LLHTTP)

all: $(PROGRAMS) web  ## build every program and the web pages (the default)
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

$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	@echo "  c++   $<"
	@$(CCACHE) $(CXX) $(CPPFLAGS) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<
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
web/node_modules/.installed: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# ---- tests ---------------------------------------------------------------------
UNITS := $(filter-out %/browser,$(patsubst tests/unit/%,$(BUILD)/unit/%,$(wildcard tests/unit/*)))
unit-programs: $(UNITS)
check-unit: $(UNITS)  ## unit tests of lib and of every program (MODE=asan, MODE=tsan)
	@set -e; for unit in $^; do echo "  unit  $$unit"; $$unit --gtest_brief=1; done

# ---- fuzzing: tests/fuzz/FOLDER/NAME_fuzz.cc with tests/fuzz/corpus/NAME -----------
FUZZ_SECONDS ?= 10
FUZZ_CXX     := clang++-19
FUZZERS      := $(patsubst tests/fuzz/%_fuzz.cc,build/fuzz/%,$(wildcard tests/fuzz/*/*_fuzz.cc))
fuzz: $(FUZZERS)  ## run every fuzzer for FUZZ_SECONDS
	@set -e; for fuzzer in $^; do echo "  fuzz  $$fuzzer"; mkdir -p build/fuzz/work/$${fuzzer#build/fuzz/} tests/fuzz/corpus/$$(basename $$fuzzer); \
	$$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=5 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/ build/fuzz/work/$${fuzzer#build/fuzz/} tests/fuzz/corpus/$$(basename $$fuzzer) 2>&1 | grep -E 'stat::number_of_executed_units|SUMMARY|ERROR' ; [ $${PIPESTATUS[0]} -eq 0 ]; done

CLANG_TIDY := clang-tidy-19
FILES      ?= $(shell find lib daemons supervisor tools -name '*.cc')
SOURCES    := $(shell find lib daemons supervisor tools tests -name '*.cc' -o -name '*.h')

-include make/install.mk make/check.mk
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all programs web unit-programs check-unit fuzz
