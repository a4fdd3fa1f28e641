import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'

/** `test/out/shots`, or `SHOT_FOLDER`. */
export const shotFolder = (): string =>
  resolve(process.env.SHOT_FOLDER ?? join(import.meta.dirname, '../../out/shots'))

/** Keeps a picture of the whole page for a person to look at; answers its path. */
export async function shot(page: Page, name: string): Promise<string> {
  const folder = shotFolder()
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true, animations: 'disabled' })
  return path
}
