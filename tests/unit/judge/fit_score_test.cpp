#include "judge/fit_score.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "judge/verdict.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

FitEvidence workload(std::string family, double strength, std::string evidence_class = "import") {
  FitEvidence e;
  e.signal = e.family = std::move(family);
  e.evidence_class = std::move(evidence_class);
  e.role = "workload";
  e.strength = e.weight = strength;
  return e;
}

FitEvidence hotspot(std::string unit, double weight, double confidence) {
  FitEvidence e;
  e.signal = "js_canvas";
  e.role = "hotspot";
  e.weight = weight;
  e.confidence = confidence;
  e.unit = std::move(unit);
  return e;
}

FitEvidence mitigation(std::string family, double weight, double confidence = 1) {
  FitEvidence e;
  e.signal = e.family = std::move(family);
  e.role = "mitigation";
  e.weight = weight;
  e.confidence = confidence;
  return e;
}

DimensionFacts facts_of(std::string id, std::vector<FitEvidence> evidence, double clean = 0) {
  DimensionFacts facts;
  facts.id = std::move(id);
  facts.evidence = std::move(evidence);
  facts.clean_units = clean;
  facts.node_share = 1;
  return facts;
}

double score(const DimensionFacts& facts, Lens lens = Lens::kToday) {
  auto stance = stance_of(*find_dimension(facts.id), facts, lens);
  REQUIRE(stance);
  return fit_score(*stance, facts);
}

}  // namespace

TEST_CASE("hints and companions alone make no kind of work present") {
  auto sum = [](std::vector<FitEvidence> evidence) {
    return evidence_sum(facts_of("data", std::move(evidence)));
  };
  std::vector<FitEvidence> hints = {workload("a", 2), workload("b", 2)};
  for (const char* name : {"c", "d", "e", "f", "g"}) hints.push_back(workload(name, 1));
  CHECK(sum(hints) == Approx(2));
  CHECK(presence_of(sum(hints)) < kPresent);
  CHECK(sum({workload("a", 2), workload("b", 1.9), workload("c", 1.5)}) == Approx(3.45));
  CHECK(sum({workload("a", 2.1), workload("b", 1)}) == Approx(2.6));
}

TEST_CASE("presence is half at E 4 and three quarters at E 8") {
  CHECK(presence_of(0) == 0);
  CHECK(presence_of(4) == Approx(0.5));
  CHECK(presence_of(8) == Approx(0.75));
  CHECK(presence_of(1000) <= 1);
}

TEST_CASE("families add up harmonically and each has one vote") {
  auto facts = facts_of("cpu", {workload("canvas_node", 4), workload("pdf_js", 3),
                                workload("sharp", 4), workload("canvas_node", 2)});
  CHECK(evidence_sum(facts) == Approx(4 + 4.0 / 2 + 3.0 / 3));
}

TEST_CASE("charts drawn in request handlers: poor, better with one in a pool, good with all") {
  std::vector<FitEvidence> hot = {hotspot("a", 3, 0.9), hotspot("b", 3, 0.9), hotspot("c", 3, 0.9)};
  auto bad = facts_of("cpu", hot, 5);
  CHECK(hotspot_load(bad) == Approx(0.3));
  CHECK(score(bad) == Approx(30));
  CHECK(verdict_of(score(bad)) == "poor");

  hot.pop_back();
  hot.push_back(mitigation("js_worker", 4));
  auto better = facts_of("cpu", hot, 6);
  CHECK(score(better) == Approx(61.16).margin(0.01));
  CHECK(verdict_of(score(better)) == "caution");

  auto good = facts_of("cpu", {mitigation("js_worker", 4)}, 8);
  CHECK(score(good) == Approx(65.4).margin(0.01));
  CHECK(verdict_of(score(good)) == "good");
}

TEST_CASE("sockets under Flask: caution under both lenses, good with an ASGI server") {
  auto chat = facts_of("realtime", {workload("flask_socketio", 5), workload("py_sio_event", 3)});
  chat.node_share = 0;
  chat.python_share = 1;
  CHECK(evidence_sum(chat) == Approx(6.5));
  CHECK(score(chat, Lens::kToday) == Approx(60));
  CHECK(score(chat, Lens::kArticle) == Approx(45));
  CHECK(verdict_of(45) == "caution");
  chat.evidence.push_back(mitigation("channels", 4));
  CHECK(score(chat) == Approx(70.2));
}

TEST_CASE("a training script without a manifest: strong, with medium confidence") {
  auto facts = facts_of("ml", {workload("pytorch", 5), workload("transformers", 4),
                               workload("py_nn_module", 5, "call")});
  facts.node_share = 0;
  facts.python_share = 1;
  CHECK(score(facts) == Approx(90));
  CHECK(confidence_of(facts) == "medium");
  facts.evidence.push_back(workload("pytorch", 5, "manifest"));
  CHECK(confidence_of(facts) == "high");
}

TEST_CASE("hosted model calls are waiting, not computing") {
  auto hosted = workload("openai", 3), local = workload("tfjs", 5);
  hosted.runtime = local.runtime = "node";
  hosted.execution = "remote";
  local.execution = "inline";
  CHECK(score(facts_of("ml", {hosted})) == Approx(75));
  CHECK(score(facts_of("ml", {local})) == Approx(45));
}

TEST_CASE("the article is silent about desktop work, and about work nobody carries") {
  auto facts = facts_of("desktop", {workload("electron", 5)});
  CHECK_FALSE(stance_of(*find_dimension("desktop"), facts, Lens::kToday));
  facts = facts_of("api", {});
  facts.node_share = 0;
  CHECK_FALSE(stance_of(*find_dimension("api"), facts, Lens::kToday));
}

TEST_CASE("random projects obey the properties the model promises") {
  std::mt19937 random(20261123);
  auto pick = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  auto fraction = [&] { return pick(0, 20) / 20.0; };
  constexpr const char* kIds[] = {"realtime", "api", "cpu", "data", "ml", "automation", "memory"};
  constexpr const char* kClasses[] = {"manifest", "import", "call", "infra"};
  int violations = 0;
  auto expect = [&](bool holds) { violations += !holds; };
  for (int round = 0; round < 10000; ++round) {
    DimensionFacts facts = facts_of(kIds[pick(0, 6)], {}, pick(0, 40));
    facts.node_share = fraction();
    facts.python_share = facts.node_share > 0 ? fraction() : 1;
    auto name = [&] { return std::to_string(pick(0, 6)); };
    for (int i = pick(0, 8); i > 0; --i)
      facts.evidence.push_back(workload(name(), 5 * fraction(), kClasses[pick(0, 3)]));
    for (int i = pick(0, 6); i > 0; --i)
      facts.evidence.push_back(hotspot(name(), pick(1, 5), fraction()));
    for (int i = pick(0, 4); i > 0; --i)
      facts.evidence.push_back(mitigation(name(), pick(1, 5), fraction()));
    constexpr double kRounding = 1e-9;
    for (Lens lens : {Lens::kArticle, Lens::kToday}) {
      double stance = *stance_of(*find_dimension(facts.id), facts, lens);
      double before = fit_score(stance, facts), work = evidence_sum(facts);
      expect(before >= 0 && before <= 100);
      expect(work >= 0 && presence_of(work) >= 0 && presence_of(work) <= 1);

      auto changed = facts;  // a hotspot more
      changed.evidence.push_back(hotspot(name(), pick(1, 5), fraction()));
      expect(fit_score(stance, changed) <= before + kRounding);
      expect(evidence_sum(changed) == work && confidence_of(changed) == confidence_of(facts));

      changed = facts;  // a clean unit spoilt
      changed.clean_units = std::max(0.0, facts.clean_units - 1);
      changed.evidence.push_back(hotspot("new", pick(1, 5), 1));
      expect(fit_score(stance, changed) <= before + kRounding);

      changed = facts;  // a mitigation more
      changed.evidence.push_back(mitigation(name(), pick(1, 5), fraction()));
      expect(fit_score(stance, changed) >= before - kRounding);
      expect(evidence_sum(changed) == work && confidence_of(changed) == confidence_of(facts));

      changed = facts;  // every hotspot half as sure
      for (auto& e : changed.evidence)
        if (e.role == "hotspot") e.confidence /= 2;
      expect(fit_score(stance, changed) >= before - kRounding);

      changed = facts;  // a flagged unit fixed, or deleted
      auto hot = std::find_if(changed.evidence.begin(), changed.evidence.end(),
                              [](const FitEvidence& e) { return e.role == "hotspot"; });
      if (hot != changed.evidence.end()) {
        auto unit = hot->unit;
        std::erase_if(changed.evidence,
                      [&](const FitEvidence& e) { return e.role == "hotspot" && e.unit == unit; });
        expect(fit_score(stance, changed) >= before - kRounding);
        changed.clean_units += 1;
        expect(fit_score(stance, changed) >= before - kRounding);
      }

      changed = facts;  // another order
      std::shuffle(changed.evidence.begin(), changed.evidence.end(), random);
      expect(fit_score(stance, changed) == before && evidence_sum(changed) == work);
    }
  }
  CHECK(violations == 0);
}
