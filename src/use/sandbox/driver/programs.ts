import { existsSync } from 'node:fs'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { aptLine, findProgram } from '../../../platform/doctor/index.ts'

/** The system's own: what Debian and Ubuntu package for it is what seats offer. */
export const PYTHON = '/usr/bin/python3'
const PACKAGES = ['bubblewrap', 'python3-pandas', 'python3-sklearn', 'python3-matplotlib', 'python3-seccomp']

/** Named before anything is started. @throws XinyuError SEAT_NOT_ISOLATED */
export function checkPrograms(): void {
  const missing = [
    ...(process.platform === 'linux' ? [] : ['Linux']),
    ...(findProgram(['bwrap']) ? [] : ['bubblewrap']),
    ...(existsSync(PYTHON) ? [] : [PYTHON]),
  ]
  if (missing.length > 0) throw notInstalled(missing)
}

export function notInstalled(missing: readonly string[]): XinyuError {
  const what = missing.join(', ')
  return new XinyuError('SEAT_NOT_ISOLATED', {
    whyZh: `缺少 ${what}`,
    why: `missing: ${what}`,
    fix: aptLine(...PACKAGES),
  })
}
