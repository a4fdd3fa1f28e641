import { expect, test } from 'vitest'
import { contract } from './stories/contract.ts'
import { dropFolder } from './stories/drop-folder.ts'
import { narrow } from './stories/narrow.ts'
import { officers } from './stories/officers.ts'
import { pathEn } from './stories/path-en.ts'
import { policy } from './stories/policy.ts'
import { supplyEn } from './stories/supply-en.ts'
import { supplyNarrow } from './stories/supply-narrow.ts'
import { supplyZh } from './stories/supply-zh.ts'
import { wholePathZh } from './stories/whole-path-zh.ts'
import { workbench } from './stories/workbench.ts'
import { onStage, variant } from './support/stage.ts'

onStage('the portal', (portal) => {
  test('a page of the portal is its own route, a missing file of a build is missing', async () => {
    const answer = async (path: string) => {
      const response = await fetch(`${portal().address}${path}`)
      return [response.status, response.headers.get('content-type')?.split(';')[0]]
    }
    expect(await answer('/datasets?text=a')).toEqual([200, 'text/html'])
    expect(await answer('/seal.svg')).toEqual([200, 'image/svg+xml'])
    expect(await answer('/assets/gone-12345678.js')).toEqual([404, 'application/problem+json'])
    expect(await answer('/.vite/manifest.json')).toEqual([200, 'text/html'])
    expect(await answer('/..%2fpackage.json')).toEqual([200, 'text/html'])
  })

  test('zh: from a raw file to a verified receipt, as provider, developer and auditor', () =>
    wholePathZh(portal()))
  variant(
    'zh: a developer’s workbench: schema, fixes, charts, saved queries, previews, budget, verification',
    () => workbench(portal()),
  )
  variant('en, dark: a developer computes, an auditor verifies', () => pathEn(portal()))
  variant('each kind of page fits a phone and is reached by the drawer', () => narrow(portal()))
  variant('two officers make a user, who sets up a one-time code, a password and sessions', () =>
    officers(portal()),
  )
  variant('a contract suspended, resumed and ended; withheld cells are drawn as withheld', () =>
    contract(portal()),
  )
  variant('a policy is built from sentences, its contradictions shown as pairs', () => policy(portal()))
  variant('zh: a steward checks, drills down and repairs', () => supplyZh(portal()))
  variant('en, dark: connect, map, search, trace, grade and de-identify', () => supplyEn(portal()))
  variant('files of a drop folder are imported by their paths', () => dropFolder(portal()))
  variant('the pages of supply fit a phone', () => supplyNarrow(portal()))
})
