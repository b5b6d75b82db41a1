// A reporter that adds up, for each engine, how many stories were told in it and how they ended.
import { relative, sep } from "node:path";

export default class Tally {
  #engines = new Map();

  onTestEnd(test, { status }) {
    const [folder] = relative(test.parent.project().testDir, test.location.file).split(sep);
    if (folder !== "stories") return;
    const engine = test.parent.project().name;
    const counts = this.#engines.get(engine) ?? { passed: 0, failed: 0, known: 0, left: 0 };
    this.#engines.set(engine, counts);
    if (status === "skipped") counts.left += 1;
    else if (status !== test.expectedStatus) counts.failed += 1;
    else if (status === "failed") counts.known += 1;
    else counts.passed += 1;
  }

  onEnd() {
    for (const [engine, { passed, failed, known, left }] of this.#engines)
      console.log(`Stories in ${engine}: ${passed} passed, ${failed} failed, ${known} known to fail, ${left} that can't be told there`);
  }

  printsToStdio() {
    return false;
  }
}
