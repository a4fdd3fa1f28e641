import { XinyuError } from '../../kernel/errors/index.ts'
import type { App } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
/** What a user does with the own account and session, and questions that are answered and kept nowhere. Reviewed list. */
const OPEN =
  /^\/api\/(session(\/.*)?|demo\/session|insured\/session(\/.*)?|me\/.+|invitations\/:token\/accept|policy\/(check|odrl|templates\/:code))$/

/** The supervisor's account sees all and changes nothing, whatever route a later part adds. */
export function supervisorReads(app: App, core: Core): void {
  app.addHook('onRequest', async ({ actor, method, routeOptions }) => {
    if (!actor?.roles.includes('auditor') || SAFE.has(method) || OPEN.test(routeOptions.url ?? '')) return
    const body = await participantById(core, actor.participantId)
    if (!body?.roles.includes('operator')) throw new XinyuError('SUPERVISOR_READS')
  })
}
