import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-cli-doctor-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** The command as an operator calls it, with settings by environment. */
function doctor(env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const words = [resolve(import.meta.dirname, '../cli.ts'), '--home', home, '--json', 'doctor']
  return new Promise((done) => {
    execFile(process.execPath, words, { env: { ...process.env, ...env } }, (error, said) =>
      done({ code: error ? Number(error.code) : 0, said }),
    )
  })
}

test('doctor says what is wrong with the files of log-in by certificate', async () => {
  const file = join(home, 'ca.pem')
  const { code, said } = await doctor({ XINYU_LOGIN_CA_FILE: file })
  const { checks } = JSON.parse(said) as { checks: { id: string; state: string; en: string }[] }
  expect(checks.find(({ id }) => id === 'login-ca')).toMatchObject({
    state: 'missing',
    en: expect.stringContaining(file),
  })
  expect(checks.find(({ id }) => id === 'login-crl')).toMatchObject({ state: 'degraded' })
  expect(code).toBe(1)
}, 60_000)
