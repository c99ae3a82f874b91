#include "report/claims.h"
#include "report/json_text.h"

namespace stackfit {
namespace {

Json of_testimonies(const std::vector<Testimony>& heard) {
  Json list = Json::array();
  for (const auto& testimony : heard) {
    Json places = Json::array();
    for (const auto& place : testimony.places)
      places.push_back({{"path", place.path}, {"line", place.line}, {"what", place.what}});
    list.push_back({{"what", testimony.what}, {"count", testimony.count}, {"places", places}});
  }
  return list;
}

}  // namespace

std::string write_claims_json(const Report& report) {
  Json list = Json::array();
  for (const auto& standing : stand_of_claims(report)) {
    const Claim& claim = *standing.claim;
    Json object = {{"id", claim.id},
                   {"line", claim.line},
                   {"group", claim.group},
                   {"says", claim.says},
                   {"status", claim.status},
                   {"today", claim.today},
                   {"for", of_testimonies(standing.supports)},
                   {"against", of_testimonies(standing.opposes)}};
    if (!claim.unseen.empty()) object["unseen"] = claim.unseen;
    list.push_back(std::move(object));
  }
  return json_text({{"schema", "stackfit-claims/1"}, {"claims", std::move(list)}});
}

}  // namespace stackfit
