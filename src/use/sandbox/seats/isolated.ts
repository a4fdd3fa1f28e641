import { XinyuError } from '../../../kernel/errors/index.ts'
import type { SandboxDriver } from '../driver/driver.ts'

/** Half an isolation is for the demo alone. @throws XinyuError SEAT_NOT_ISOLATED */
export async function mustBeIsolated(driver: SandboxDriver, demo: boolean): Promise<void> {
  const { level, parts, fix } = await driver.isolation()
  if (level === 'full' || (level === 'degraded' && demo)) return
  const missing = parts.filter(({ ok }) => !ok)
  throw new XinyuError('SEAT_NOT_ISOLATED', {
    whyZh: missing.map(({ zh }) => zh).join('；'),
    why: missing.map(({ en }) => en).join('; '),
    fix: fix ?? 'xinyu doctor',
  })
}
