import { expect } from 'vitest'
import { pick, type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

/** The data officer's side in English: connect, map, grade, de-identify, trace, search. */
export async function supplyEn(portal: Portal): Promise<void> {
  const officer = await visitor(portal, { language: 'en', theme: 'dark' })
  await signInAs(officer.page, 'sh-officer')
  await connects(officer)
  await maps(officer)
  const dataset = await searches(officer)
  await traces(officer, dataset)
  await grades(officer, dataset)
  await protects(officer, dataset)
  await officer.close()
}

/** A host that does not exist is told in words; without a good test there is no next step. */
async function connects({ page, look }: Visitor): Promise<void> {
  await page.getByRole('link', { name: 'Sources', exact: true }).click()
  await look('en-sources')
  await page
    .getByRole('link', { name: /Connect/ })
    .first()
    .click()
  await look('en-connect-way')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Core database (read replica)')
  await page.getByLabel('Host').fill('no-such-host.invalid')
  await page.getByLabel('Database', { exact: true }).fill('core')
  await page.getByLabel('User', { exact: true }).fill('reader')
  await page.getByLabel('Password', { exact: true }).fill('not-a-secret-1')
  await page.getByRole('button', { name: 'Test the connection' }).click()
  const told = page.getByRole('alert')
  await told.waitFor({ timeout: 30_000 })
  expect(await told.textContent()).not.toMatch(/not-a-secret-1|\.ts:\d/)
  await look('en-connect-failed')
}

async function maps({ page, look }: Visitor): Promise<void> {
  await page.goto('/mappings')
  await look('en-mappings')
  await page.goto('/mappings/new')
  await pick(page, 'National table', 'psn_insu_d')
  await pick(page, 'Source dataset', 'p310000_psn_insu_d')
  await page.getByRole('button', { name: 'Suggest' }).click()
  await page.getByRole('button', { name: 'Take the sure ones' }).click()
  await page.getByText('Can be run').waitFor()
  await look('en-mapping')
}

async function searches({ page, look }: Visitor): Promise<string> {
  await page.goto('/datasets?text=enrolment')
  await page.getByRole('checkbox', { name: /Shanghai Healthcare/ }).click()
  await page.getByRole('link', { name: 'Shanghai: Enrolments (synthetic)' }).waitFor()
  await look('en-search')
  await page.getByRole('link', { name: 'Shanghai: Enrolments (synthetic)' }).click()
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}/)
  return new URL(page.url()).pathname.split('/').at(-1)!
}

/** The repair made version 2; its lineage leads to version 1 of the same dataset. */
async function traces({ page, visit }: Visitor, dataset: string): Promise<void> {
  for (const tab of ['overview', 'columns', 'versions', 'preview', 'usage'])
    await visit(`/datasets/${dataset}?tab=${tab}`, `en-dataset-${tab}`)
  await page.goto(`/datasets/${dataset}?tab=lineage`)
  const drawing = page.getByRole('region', { name: /ineage/ })
  await drawing
    .getByText(/^v2 · /)
    .first()
    .waitFor()
  await drawing
    .getByText(/^v1 · /)
    .first()
    .waitFor()
  await visit(`/datasets/${dataset}?tab=lineage`, 'en-lineage')
}

async function grades({ page, look }: Visitor, dataset: string): Promise<void> {
  await page.goto(`/datasets/${dataset}/grading`)
  await look('en-grading')
  await page.getByRole('button', { name: /^Confirm \d+ columns/ }).click()
  await page.getByText('Confirmed').first().waitFor()
  await look('en-grading-confirmed')
}

async function protects({ page, look }: Visitor, dataset: string): Promise<void> {
  await page.goto(`/datasets/${dataset}/deidentify`)
  await page.getByText('Smallest class (k)').waitFor({ timeout: 45_000 })
  await page.getByText('The first rows as a team sees them').first().waitFor()
  await look('en-deidentify')
}
