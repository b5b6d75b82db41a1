// A reporter that adds up, for each engine, how many stories were told in it and how they ended.
import { relative, sep } from "node:path";

export default class Tally {
  #all;

  onBegin(_, all) {
    this.#all = all;
  }

  onEnd() {
    const engines = new Map();
    for (const test of this.#all.allTests()) {
      const { testDir, name } = test.parent.project();
      const [folder] = relative(testDir, test.location.file).split(sep);
      if (folder !== "stories") continue;
      const counts = engines.get(name) ?? { passed: 0, failed: 0, known: 0, left: 0 };
      engines.set(name, counts);
      const outcome = test.outcome();
      if (outcome === "skipped") counts.left += 1;
      else if (outcome === "unexpected") counts.failed += 1;
      else if (test.expectedStatus === "failed") counts.known += 1;
      else counts.passed += 1;
    }
    for (const [engine, { passed, failed, known, left }] of engines)
      console.log(`Stories in ${engine}: ${passed} passed, ${failed} failed, ${known} known to fail, ${left} that can't be told there`);
  }

  printsToStdio() {
    return false;
  }
}
