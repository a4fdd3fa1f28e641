import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemRandom } from '../src/kernel/index.ts'
import type { Core } from '../src/safeguard/evidence/index.ts'
import { fileOf, TERMS } from '../src/use/check/files/testing/case.fixture.ts'
import { hasPython, makeModels } from '../src/use/check/files/testing/models.fixture.ts'
import { inspectFile, type ThrowAway } from '../src/use/check/index.ts'
import { testDriver } from '../src/use/sandbox/driver/driver.fixture.ts'
import { createThrowAway } from '../src/use/sandbox/index.ts'

/** Foreign models are loaded in a throw-away seat and nowhere else: here with the driver of this machine. */
const machine = hasPython() ? await testDriver() : null
if (machine && machine.why !== null) await machine.stop()
const why = machine ? machine.why : 'no Python with scikit-learn'

describe.skipIf(why !== null)(`models in a throw-away seat${why ? ` (left out: ${why})` : ''}`, () => {
  let models: ReturnType<typeof makeModels>
  let throwAway: ThrowAway
  beforeAll(() => {
    models = makeModels()
    // All that it takes of the core: how many seats there are at most, and randomness.
    const core = { config: { sandbox: { maxLive: 4 } }, random: systemRandom } as unknown as Core
    throwAway = createThrowAway(core, machine!.driver)
  }, 60_000)
  afterAll(async () => {
    models?.remove()
    await machine?.stop()
  })

  const rulesOf = async (path: string) => {
    const bytes = models.read(path)
    const file = fileOf(
      { name: '', path, context: { kind: 'model', persons: 400 }, bytes: () => bytes },
      bytes,
    )
    const set = (name: string) => ({ path: name, bytes: models.read(name) })
    const sets = { train: set('train.csv'), test: set('test.csv'), target: 'y' }
    return (await inspectFile({ ...file, sets }, TERMS, throwAway)).findings.map(({ rule }) => rule)
  }

  test('one that learned its training set by heart is told by what it answers', async () => {
    const rules = await rulesOf('tree.pkl')
    expect(rules).toEqual(expect.arrayContaining(['membership', 'over-fitted']))
    expect(rules).not.toContain('model-not-run')
  }, 120_000)

  test('rows of the training set in it are found one by one', async () => {
    expect(await rulesOf('knn.joblib')).toEqual(expect.arrayContaining(['rows-in-model', 'training-rows']))
  }, 120_000)

  test('a sound one has nothing said of it', async () => {
    expect(await rulesOf('sound.joblib')).toEqual(['for-people'])
  }, 120_000)

  test('one that would run a program is not loaded at all', async () => {
    expect(await rulesOf('code.pkl')).toEqual(expect.arrayContaining(['pickle-code', 'model-not-run']))
  }, 120_000)
})
