#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "registry/npm_settings.h"

namespace stackfit {

/// One GET below the registry's address.
struct Request {
  std::string path;                  ///< relative to the base
  std::vector<std::string> headers;  ///< `Accept: …`
};

/// What came back. A `problem` means that there is no answer, only a reason.
struct Response {
  long status = 0;
  std::string body;  ///< decompressed
  std::string content_type, etag, last_modified;
  std::string problem;
};

struct TransferLimits {
  int connections = 8;
  std::uint64_t body_bytes = 32 << 20;  ///< decompressed
  long request_ms = 10'000;
  long connect_ms = 5'000;
  long run_ms = 60'000;
  int retries = 2;        ///< of one request, on 408, 429 and 5xx
  long retry_ms = 1'000;  ///< the first wait without a Retry-After; doubled each time
  std::size_t requests = 2'000;
};

/// Sends GET requests to one registry, several at a time, until all are answered or the time of the
/// run is up. libcurl with everything closed that is not needed: https alone (http only for a
/// registry the user named so), no cookies, no .netrc, certificates checked, TLS 1.2 and later. A
/// redirect is followed three times; the secret goes to no other origin, and nothing is ever sent
/// to this machine or a link-local address unless --registry named it.
class Transfer {
 public:
  using Done = std::function<void(Response)>;
  Transfer(const RegistrySettings& settings, const TransferLimits& limits);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Queues a request; `done` is called from run(), and may add more.
  void add(Request request, Done done);
  /// Works until nothing is left. What the time did not allow is answered with a problem.
  /// `tick` is called a few times a second.
  void run(const std::function<void()>& tick);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stackfit
