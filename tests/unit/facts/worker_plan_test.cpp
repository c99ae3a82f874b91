#include "facts/worker_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <thread>

#include "facts/worker_protocol.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

std::vector<Entry> entries_of(const std::vector<std::uint64_t>& sizes) {
  std::vector<Entry> entries;
  for (auto size : sizes)
    entries.push_back({fmt::format("{}.js", entries.size()), size, false, false});
  return entries;
}

std::vector<std::uint32_t> all_of(const std::vector<Entry>& entries) {
  std::vector<std::uint32_t> indices(entries.size());
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

}  // namespace

TEST_CASE("a plan holds every wanted file once, largest first, in bounded batches") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::uint64_t> sizes(random() % 2000);
    for (auto& size : sizes) size = random() >> (44 + random() % 20);
    auto entries = entries_of(sizes);
    auto plan = plan_work(entries, all_of(entries));
    CHECK(std::set(plan.order.begin(), plan.order.end()).size() == entries.size());
    std::uint32_t at = 0, large = 0;
    for (const auto& batch : plan.batches) {
      REQUIRE(batch.first == at);
      REQUIRE(batch.last > at);
      std::uint64_t cost = 0;
      for (; at < batch.last; ++at) {
        cost += sizes[plan.order[at]] + 512;
        if (at > 0) REQUIRE(sizes[plan.order[at - 1]] >= sizes[plan.order[at]]);
      }
      bool single = batch.last - batch.first == 1;
      CHECK((single || cost <= 64 << 10));
      CHECK(batch.last - batch.first <= kBatchFiles);
      if (sizes[plan.order[batch.first]] > kLargeFileBytes) CHECK((single && ++large > 0));
    }
    CHECK(at == plan.order.size());
    CHECK(plan.large == large);
  }
}

TEST_CASE("sizes near the end of their range do not overflow a batch") {
  auto entries = entries_of({UINT64_MAX, UINT64_MAX, UINT64_MAX - 511, 1});
  auto plan = plan_work(entries, all_of(entries));
  CHECK(plan.batches.size() == 4);
  CHECK(plan.large == 3);
}

TEST_CASE("workers claim each batch once and never two large files at a time") {
  std::vector<std::uint64_t> sizes(400, 40'000);
  std::fill_n(sizes.begin(), 20, 2'000'000);
  auto entries = entries_of(sizes);
  auto plan = plan_work(entries, all_of(entries));
  REQUIRE(plan.large == 20);
  Dispatch dispatch;
  std::vector<std::atomic<int>> claimed(entries.size());
  std::atomic<int> large_now = 0, most = 0;
  auto work = [&](std::uint32_t who) {
    while (auto batch = claim(dispatch, plan, who)) {
      bool large = batch->first < plan.large;
      if (large) most = std::max(most.load(), ++large_now);
      std::this_thread::yield();
      ++claimed[batch->first];
      if (large) --large_now;
    }
  };
  std::vector<std::thread> workers;
  for (std::uint32_t who = 0; who < 4; ++who) workers.emplace_back(work, who);
  for (auto& worker : workers) worker.join();
  CHECK(most == 1);
  CHECK(std::all_of(claimed.begin(), claimed.end(), [](const auto& times) { return times == 1; }));
}

TEST_CASE("the large files of a dead worker go to another one") {
  auto entries = entries_of({3'000'000, 2'000'000});
  auto plan = plan_work(entries, all_of(entries));
  Dispatch dispatch;
  CHECK(claim(dispatch, plan, 0)->first == 0);
  CHECK_FALSE(claim(dispatch, plan, 1));
  release_large(dispatch, 1);  // not its own
  CHECK_FALSE(claim(dispatch, plan, 1));
  release_large(dispatch, 0);
  CHECK(claim(dispatch, plan, 1)->first == 1);
}

TEST_CASE("frames survive being cut anywhere") {
  std::mt19937_64 random(1);
  std::string stream;
  std::vector<std::string> records;
  for (std::uint32_t number = 0; number < 200; ++number) {
    records.emplace_back(random() % 5 == 0 ? random() % 100'000 : random() % 50, 'x');
    append_frame(stream, {number, number * 2, records.back()});
  }
  FrameReader reader;
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < stream.size();) {
    std::size_t size = std::min<std::size_t>(random() % 9'000, stream.size() - at);
    reader.append(std::string_view(stream).substr(at, size));
    at += size;
    while (auto frame = reader.next()) {
      REQUIRE(number < records.size());
      REQUIRE((frame->entry == number && frame->cpu_milliseconds == number * 2));
      REQUIRE(frame->record == records[number++]);
    }
  }
  CHECK(number == records.size());
  CHECK_FALSE(reader.broken());
}

TEST_CASE("a frame over the cap breaks the stream for good") {
  std::string stream;
  append_frame(stream, {1, 0, "good"});
  std::uint32_t header[] = {2, 0, kMaxRecordBytes + 1};
  stream.append(reinterpret_cast<const char*>(header), sizeof header);
  FrameReader reader;
  reader.append(stream);
  CHECK(reader.next());
  CHECK_FALSE(reader.next());
  CHECK(reader.broken());
  reader.append(std::string(100, '\0'));
  CHECK_FALSE(reader.next());
}
