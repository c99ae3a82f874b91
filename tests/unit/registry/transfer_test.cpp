#include "registry/transfer.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/catch.h"

using namespace stackfit;

namespace {

// A socket of this machine that takes connections and never says a word.
class Silence {
 public:
  Silence() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 16) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~Silence() { ::close(socket_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  int port() const { return port_; }

 private:
  int socket_;
  int port_ = 0;
};

}  // namespace

TEST_CASE("when the time is up every request is answered, those under way as well") {
  Silence silence;
  RegistrySettings settings;
  settings.base = *parse_address(fmt::format("http://127.0.0.1:{}/", silence.port()), "");
  settings.chosen = true;
  TransferLimits limits;
  limits.connections = 2;
  limits.run_ms = 100;
  Transfer transfer(settings, limits);
  std::vector<std::string> problems;
  for (int i = 0; i < 5; ++i)
    transfer.add({fmt::format("package-{}", i), {}},
                 [&](Response response) { problems.push_back(response.problem); });
  transfer.run({});
  REQUIRE(problems.size() == 5);
  for (const auto& problem : problems) CHECK_FALSE(problem.empty());
}
