import { type Portal, signInAs, visitor } from '../support/index.ts'

const PAGES = [
  'sources',
  'sources/new',
  'mappings',
  'mappings/new',
  'standard',
  'standard/tables/psn_info_b',
  'quality',
  'quality/rules',
  'repairs',
  'grading',
  'projects',
  'zones',
] as const

/** Each page of supply on a phone; `visit` measures the width and asks axe. */
export async function supplyNarrow(portal: Portal): Promise<void> {
  const officer = await visitor(portal, { width: 390, height: 844 })
  const { page } = officer
  await signInAs(page, 'sh-officer')
  for (const path of PAGES) await officer.visit(`/${path}`, `narrow-${path.replaceAll('/', '-')}`)
  for (const [list, under, name] of [
    ['/standard?tab=dictionaries', '/standard/dictionaries/', 'dictionary'],
    ['/quality', '/quality/0', 'treatment'],
    ['/repairs', '/repairs/', 'repair'],
    ['/zones', '/zones/', 'zone'],
    ['/datasets', '/datasets/0', 'dataset'],
  ] as const) {
    await page.goto(list)
    await page.locator(`main a[href^="${under}"]`).first().click()
    await page.waitForURL((url) => url.pathname.startsWith(under))
    await officer.look(`narrow-${name}`)
  }
  await officer.close()
}
