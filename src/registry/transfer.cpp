// libcurl, behind one class. Everything a server may do is bounded here: the bytes after
// decompression are counted as they come (curl's own limit knows only what a header claims), each
// request and the whole run have an end, and a redirect is no more than a hint where to ask next.
#include "registry/transfer.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <deque>
#include <list>

#include "core/text.h"

namespace stackfit {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr int kMostRedirects = 3;
constexpr std::size_t kMostHeader = 1024;

struct Job {
  Request request;
  Transfer::Done done;
  std::string url;
  bool own_origin = true;  // the secret may go there
  int redirects = 0, tries = 0;
  Clock::time_point not_before{};
  Response response;
  std::string retry_after;
  CURL* handle = nullptr;  // while it runs
  curl_slist* headers = nullptr;
  std::uint64_t limit = 0;
  bool too_large = false;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  Job& job = *static_cast<Job*>(user);
  auto bytes = size * count;
  job.too_large = job.response.body.size() + bytes > job.limit;
  if (job.too_large) return 0;  // ends the transfer
  job.response.body.append(data, bytes);
  return bytes;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
  Job& job = *static_cast<Job*>(user);
  std::string_view line(data, size * count);
  auto colon = line.find(':');
  if (colon == std::string_view::npos || line.size() > kMostHeader) return size * count;
  const std::pair<std::string_view, std::string&> wanted[] = {
      {"content-type", job.response.content_type},
      {"etag", job.response.etag},
      {"last-modified", job.response.last_modified},
      {"retry-after", job.retry_after}};
  auto name = lower(line.substr(0, colon));
  for (auto& [header, place] : wanted)
    if (name == header) place = trim(line.substr(colon + 1));
  return size * count;
}

bool is_loopback_or_link_local(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    auto ip = ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr);
    return ip >> 24 == 127 || ip >> 24 == 0 || ip >> 16 == 0xA9FE;
  }
  if (address.sa_family != AF_INET6) return true;
  const auto& ip = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&ip)) return ip.s6_addr[12] == 127 || ip.s6_addr[12] == 169;
  return IN6_IS_ADDR_LOOPBACK(&ip) || IN6_IS_ADDR_UNSPECIFIED(&ip) || IN6_IS_ADDR_LINKLOCAL(&ip);
}

// The address that is really used, so a name that resolves differently the second time gains
// nothing.
curl_socket_t open_elsewhere(void*, curlsocktype, curl_sockaddr* address) {
  if (is_loopback_or_link_local(address->addr)) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype, address->protocol);
}

// Where a proxy of the user's environment stands between, the socket leads to it.
bool has_proxy() {
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
  return false;
}

long seconds_of(const std::string& retry_after) {
  long seconds = -1;
  auto [end, problem] =
      std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), seconds);
  if (problem == std::errc() && end == retry_after.data() + retry_after.size()) return seconds;
  auto date = curl_getdate(retry_after.c_str(), nullptr);
  return date < 0 ? -1 : std::max<long>(0, static_cast<long>(date - time(nullptr)));
}

bool is_worth_retrying(long status) {
  return status == 408 || status == 429 || (status >= 500 && status != 501);
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Why nothing came. An empty root has neither certificates nor a resolver; the certificates are
// what has to be brought along, so they are what is said.
std::string problem_of(CURLcode code, const std::string& url) {
  const auto* built = curl_version_info(CURLVERSION_NOW);
  const char* places[] = {built->cainfo, built->capath};
  const char* wanted = nullptr;
  for (const char* place : places) {
    if (place == nullptr) continue;
    if (access(place, R_OK) == 0) return curl_easy_strerror(code);
    if (wanted == nullptr) wanted = place;
  }
  if (wanted == nullptr || !url.starts_with("https:")) return curl_easy_strerror(code);
  return fmt::format("there are no certificates to check it by: {} is missing", wanted);
}

}  // namespace

struct Transfer::Parts {
  RegistrySettings settings;
  TransferLimits limits;
  CURLM* multi = nullptr;
  std::deque<Job> waiting;
  std::list<Job> running;
  std::size_t sent = 0;
  Clock::time_point end;
  bool anywhere = false;  // sockets to this machine are meant

  void start(Job job);
  void finish(CURL* handle, CURLcode code);
  bool again(Job& job);
  bool redirect(Job& job, const char* target);
  void set_up(CURL* handle, Job& job);
  void start_what_may();
  void release(Job& job);
  void give_up();
};

void Transfer::Parts::set_up(CURL* handle, Job& job) {
  auto text = [&](CURLoption option, const std::string& value) {
    curl_easy_setopt(handle, option, value.c_str());
  };
  auto number = [&](CURLoption option, long value) { curl_easy_setopt(handle, option, value); };
  text(CURLOPT_URL, job.url);
  const std::string protocols =
      settings.chosen && settings.base.scheme == "http" ? "http,https" : "https";
  text(CURLOPT_PROTOCOLS_STR, protocols);
  number(CURLOPT_FOLLOWLOCATION, 0);
  number(CURLOPT_NETRC, CURL_NETRC_IGNORED);
  number(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  number(CURLOPT_SSL_VERIFYPEER, 1);
  number(CURLOPT_SSL_VERIFYHOST, 2);
  number(CURLOPT_NOSIGNAL, 1);
  number(CURLOPT_CONNECTTIMEOUT_MS, limits.connect_ms);
  auto left = std::chrono::duration_cast<Milliseconds>(end - Clock::now()).count();
  number(CURLOPT_TIMEOUT_MS, std::clamp<long>(left, 1, limits.request_ms));
  text(CURLOPT_ACCEPT_ENCODING, "gzip");
  text(CURLOPT_USERAGENT, "stackfit/" STACKFIT_VERSION);
  for (const auto& header : job.request.headers)
    job.headers = curl_slist_append(job.headers, header.c_str());
  if (job.own_origin && !settings.authorization.empty())
    job.headers =
        curl_slist_append(job.headers, ("Authorization: " + settings.authorization).c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, job.headers);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &job);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &job);
  curl_easy_setopt(handle, CURLOPT_PRIVATE, &job);
  if (!anywhere) curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_elsewhere);
}

void Transfer::Parts::start(Job job) {
  CURL* handle = curl_easy_init();
  running.push_back(std::move(job));
  Job& placed = running.back();
  placed.limit = limits.body_bytes;
  placed.handle = handle;
  ++sent;
  set_up(handle, placed);
  curl_multi_add_handle(multi, handle);
}

// Waits longer each time, or as long as the server asks; never beyond the run's end.
bool Transfer::Parts::again(Job& job) {
  if (!is_worth_retrying(job.response.status) || job.tries >= limits.retries) return false;
  long wait = limits.retry_ms << job.tries;
  wait += static_cast<long>(hash_of(job.url) % 250);  // so that not all come back at once
  if (auto asked = seconds_of(job.retry_after); asked >= 0) wait = asked * 1000;
  auto when = Clock::now() + Milliseconds(wait);
  if (wait > limits.run_ms || when >= end) return false;
  ++job.tries;
  job.not_before = when;
  return true;
}

bool Transfer::Parts::redirect(Job& job, const char* target) {
  if (!is_redirect(job.response.status) || target == nullptr || ++job.redirects > kMostRedirects)
    return false;
  std::string_view text(target);
  auto address = parse_address(text.substr(0, text.find('?')), "");
  if (!address) return false;
  job.own_origin = job.own_origin && address->origin() == settings.base.origin();
  if (address->scheme != "https" && !job.own_origin) return false;
  job.url = target;
  return true;
}

void Transfer::Parts::finish(CURL* handle, CURLcode code) {
  char* held = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &held);
  auto at = std::find_if(running.begin(), running.end(), [&](const Job& job) {
    return static_cast<const void*>(&job) == static_cast<const void*>(held);
  });
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &at->response.status);
  char* target = nullptr;
  curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &target);
  Job job = std::move(*at);
  running.erase(at);
  if (job.too_large)
    job.response.problem = fmt::format("its answer is larger than {} MB", job.limit >> 20);
  else if (code != CURLE_OK)
    job.response.problem = problem_of(code, job.url);
  bool more = job.response.problem.empty() && (again(job) || redirect(job, target));
  release(job);
  if (!more) return job.done(std::move(job.response));
  job.response = {};
  job.retry_after.clear();
  waiting.push_back(std::move(job));
}

void Transfer::Parts::start_what_may() {
  auto now = Clock::now();
  for (std::size_t left = waiting.size();
       left > 0 && running.size() < static_cast<std::size_t>(limits.connections); --left) {
    Job job = std::move(waiting.front());
    waiting.pop_front();
    if (job.not_before > now) {
      waiting.push_back(std::move(job));
    } else if (sent >= limits.requests) {
      job.response.problem = "too many requests for one run";
      job.done(std::move(job.response));
    } else {
      start(std::move(job));
    }
  }
}

void Transfer::Parts::release(Job& job) {
  curl_multi_remove_handle(multi, job.handle);
  curl_easy_cleanup(job.handle);
  curl_slist_free_all(job.headers);
  job.handle = nullptr;
  job.headers = nullptr;
}

// The run's time is up: for what is under way as for what was never sent.
void Transfer::Parts::give_up() {
  auto answer = [](Job& job) {
    Response late;
    late.problem = "the time for the registry was up";
    job.done(std::move(late));
  };
  while (!running.empty()) {
    release(running.front());
    Job job = std::move(running.front());
    running.pop_front();
    answer(job);
  }
  while (!waiting.empty()) {
    Job job = std::move(waiting.front());
    waiting.pop_front();
    answer(job);
  }
}

Transfer::Transfer(const RegistrySettings& settings, const TransferLimits& limits)
    : parts_(std::make_unique<Parts>()) {
  static const auto kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(kReady);
  parts_->settings = settings;
  parts_->limits = limits;
  parts_->multi = curl_multi_init();
  parts_->anywhere = (settings.chosen && is_this_machine(settings.base.host)) || has_proxy();
  curl_multi_setopt(parts_->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
                    static_cast<long>(limits.connections));
}

Transfer::~Transfer() {
  curl_multi_cleanup(parts_->multi);
}

void Transfer::add(Request request, Done done) {
  Job job;
  job.url = parts_->settings.base.text() + request.path;
  job.request = std::move(request);
  job.done = std::move(done);
  parts_->waiting.push_back(std::move(job));
}

void Transfer::run(const std::function<void()>& tick) {
  Parts& parts = *parts_;
  parts.end = Clock::now() + Milliseconds(parts.limits.run_ms);
  while ((!parts.waiting.empty() || !parts.running.empty()) && Clock::now() < parts.end) {
    parts.start_what_may();
    int active = 0, left = 0;
    curl_multi_perform(parts.multi, &active);
    while (CURLMsg* message = curl_multi_info_read(parts.multi, &left)) {
      CURLcode code = message->data.result;
      if (message->msg == CURLMSG_DONE) parts.finish(message->easy_handle, code);
    }
    if (active > 0 || parts.running.empty()) curl_multi_poll(parts.multi, nullptr, 0, 50, nullptr);
    if (tick) tick();
  }
  parts.give_up();
}

}  // namespace stackfit
