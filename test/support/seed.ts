import fc from 'fast-check'

/**
 * Each run of the tests draws the same cases, so that a red run is about a change and can be repeated; the long suite
 * draws new ones every time, and a failure there prints its seed.
 */
if (process.env.XINYU_LONG_TESTS !== '1')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_001 })
