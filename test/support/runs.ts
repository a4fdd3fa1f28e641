/** Cases of a property that is dear to try: a third of them in each run of the tests, all in the long suite. */
export const runs = (cases: number): number =>
  process.env.XINYU_LONG_TESTS === '1' ? cases : Math.ceil(cases / 3)
