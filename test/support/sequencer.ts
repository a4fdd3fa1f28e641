import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, the longest first: begun last, one of them would keep a single core busy at the end. */
const LONGEST = [
  'src/use/gate/proof/gate.test.ts',
  'src/supply/source/connect/service/landing.test.ts',
  'test/stories/routes.test.ts',
  'test/stories/kill.test.ts',
  'test/stories/three-ways.test.ts',
  'test/stories/deidentify.test.ts',
  'test/stories/quality.test.ts',
  'test/stories/contest.test.ts',
  'test/stories/contest-storm.test.ts',
  'test/stories/storm.test.ts',
  'test/browser/airlock.test.ts',
  'test/browser/portal.test.ts',
  'src/supply/source/connect/feeds.test.ts',
  'test/docs.test.ts',
  'test/gate-attack.test.ts',
  'src/platform/engine/engine.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name))
      return place < 0 ? LONGEST.length : place
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
