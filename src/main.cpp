#include "cli/run.h"

int main(int argc, char** argv) {
  return stackfit::run(argc, argv);
}
