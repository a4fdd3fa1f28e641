import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { readSpace } from '../../../safeguard/space/index.ts'
import { resolveHost } from './service/net/address.ts'
import type { Hosts } from './source.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/**
 * Where sources may be. This machine itself (whose database and services a data officer must not reach through us) only
 * where the settings name it or in the demo, which holds generated data and is served on loopback alone; a socket in
 * the file system only where the settings name its folder.
 */
export async function hostsOf(core: Core): Promise<Hosts> {
  const { allowedHosts } = core.config.sources
  const demo = (await readSpace(core.db))?.demo ?? false
  const allowLoopback = demo || allowedHosts.some((host) => LOOPBACK.test(host))
  const rules = { allowedHosts, allowLoopback }
  return {
    ...rules,
    resolve: async (host) => {
      if (host.startsWith('/')) {
        if (allowedHosts.includes(host)) return host
        throw new XinyuError('SERVICE_ADDRESS_FORBIDDEN', { where: host, why: 'not among the allowed hosts' })
      }
      const [place] = await resolveHost(host, rules)
      if (!place) throw new XinyuError('SOURCE_HOST_UNKNOWN', { where: host })
      return place.address
    },
  }
}
