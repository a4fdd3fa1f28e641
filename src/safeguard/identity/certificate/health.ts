import { readFile } from 'node:fs/promises'
import { degraded, type Finding, missing, ok } from '../../../platform/index.ts'
import {
  authorityOf,
  certificatesIn,
  type Crl,
  crlsIn,
  listInForce,
  nameText,
  type X509,
} from '../../crypto/x509/index.ts'
import type { IdentityOptions } from '../options.ts'

const DAY_MS = 86_400_000
/** A new certificate of an authority takes an office weeks. */
const CA_SOON_MS = 30 * DAY_MS
/** A list is renewed by a machine: a short-lived one is late only in its last quarter. */
const CRL_SOON_MS = 3 * DAY_MS

/** What `xinyu doctor` says of the files of log-in by certificate, by the id of the check; nothing where there is none. */
export async function certificateFindings(
  { caFile, crlFile }: Pick<IdentityOptions['certificate'], 'caFile' | 'crlFile'>,
  now: number,
): Promise<Readonly<Record<string, Finding>>> {
  if (caFile === null) return {}
  const anchors = await readAs(caFile, (bytes) => certificatesIn(bytes.toString('latin1')))
  const trusted = Array.isArray(anchors) ? anchors : []
  return {
    'login-ca': Array.isArray(anchors) ? authorities(anchors, now) : anchors,
    'login-crl': await revocation(crlFile, trusted, now),
  }
}

async function readAs<T>(file: string, read: (bytes: Buffer) => T): Promise<T | Finding> {
  try {
    return read(await readFile(file))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const [zh, en] = code === 'ENOENT' ? ['文件不存在', 'there is no such file'] : [message, message]
    return missing(
      `证书登录的文件 ${file} 不能用（${zh}）：没有人能用证书登录`,
      `the file ${file} of log-in by certificate cannot be used (${en}): nobody gets in by certificate`,
    )
  }
}

function authorities(anchors: readonly X509[], now: number): Finding {
  const usable = anchors.filter((one) => now >= one.notBefore && now <= one.notAfter)
  const found = anchors.flatMap((one): Finding[] => {
    const [name, from, to] = [nameText(one.subject), timeText(one.notBefore), timeText(one.notAfter)]
    // Beside one that still holds, the holders of the other's certificates alone stay outside.
    const stops = usable.length === 0 ? missing : degraded
    if (now < one.notBefore)
      return [
        stops(`证书机构 ${name} 要到 ${from} 才生效`, `the authority ${name} is not valid before ${from}`),
      ]
    if (now > one.notAfter)
      return [
        stops(
          `证书机构 ${name} 的证书已于 ${to} 到期，由它签发的证书不能登录`,
          `the authority ${name} expired at ${to}: certificates of its issue do not get in`,
        ),
      ]
    if (one.notAfter - now > CA_SOON_MS) return []
    return [degraded(`证书机构 ${name} 的证书将于 ${to} 到期`, `the authority ${name} expires at ${to}`)]
  })
  const first = timeText(Math.min(...usable.map((one) => one.notAfter)))
  return worst(
    found,
    ok(
      `证书登录信任 ${anchors.length} 个证书机构，最早到期 ${first}`,
      `log-in by certificate trusts ${anchors.length} authorities; the first expires at ${first}`,
    ),
  )
}

async function revocation(file: string | null, anchors: readonly X509[], now: number): Promise<Finding> {
  if (file === null)
    return degraded(
      '证书登录不核对吊销：没有设置 login.crlFile',
      'log-in by certificate does not look at revocation: login.crlFile is not set',
    )
  const lists = await readAs(file, crlsIn)
  if (!Array.isArray(lists)) return lists
  const issuers = anchors.filter(
    (one) => authorityOf(one) !== null && now >= one.notBefore && now <= one.notAfter,
  )
  const ofIssuers = issuers.map((one) => listInForce(lists, one, now) ?? newestOf(lists, one.subject) ?? one)
  // Authorities between are known by their lists alone: their certificates come with whoever logs in.
  const between = lists.filter(
    (list) =>
      !anchors.some((one) => one.subject.equals(list.issuer)) && newestOf(lists, list.issuer) === list,
  )
  const looked = [...ofIssuers, ...between]
  const next = looked.flatMap((one) =>
    'nextUpdate' in one && one.nextUpdate !== null ? [one.nextUpdate] : [],
  )
  const until = timeText(Math.min(...next))
  return worst(
    [
      ...issuers.flatMap((one, index) => listOf(ofIssuers[index]!, one, lists, now)),
      ...between.flatMap((list) => late(list, now)),
    ],
    ok(
      `证书吊销列表有效，最早须在 ${until} 前更新`,
      `the lists of revoked certificates hold; the first is due at ${until}`,
    ),
  )
}

function listOf(found: Crl | X509, issuer: X509, lists: readonly Crl[], now: number): Finding[] {
  const name = nameText(issuer.subject)
  if (!('nextUpdate' in found))
    return [
      missing(
        `没有证书机构 ${name} 的吊销列表：由它签发的证书都不能登录`,
        `there is no list of the authority ${name}: no certificate of its issue gets in`,
      ),
    ]
  const said = late(found, now)
  if (said.length > 0 || listInForce(lists, issuer, now) !== null) return said
  return [
    missing(
      `证书机构 ${name} 的吊销列表不能用（签名、生效时间或形式不对）：由它签发的证书都不能登录`,
      `the list of the authority ${name} cannot be used (signature, time or form): no certificate of its issue gets in`,
    ),
  ]
}

/** Empty for a list that is not late, and will not be soon. */
function late({ issuer, thisUpdate, nextUpdate }: Crl, now: number): Finding[] {
  const name = nameText(issuer)
  if (nextUpdate === null)
    return [
      missing(
        `${name} 的吊销列表没有写明下次更新的时间，不予采用：由它签发的证书都不能登录`,
        `the list of ${name} does not say when the next one comes and is not taken: no certificate of its issue gets in`,
      ),
    ]
  const due = timeText(nextUpdate)
  if (now > nextUpdate)
    return [
      missing(
        `${name} 的吊销列表应于 ${due} 更新，已经过期：由它签发的证书都不能登录`,
        `the list of ${name} should have been renewed at ${due}: no certificate of its issue gets in`,
      ),
    ]
  if (nextUpdate - now >= Math.min(CRL_SOON_MS, (nextUpdate - thisUpdate) / 4)) return []
  return [
    degraded(
      `${name} 的吊销列表须在 ${due} 前更新，否则由它签发的证书都不能登录`,
      `the list of ${name} must be renewed by ${due}, or no certificate of its issue gets in`,
    ),
  ]
}

const newestOf = (lists: readonly Crl[], issuer: Buffer): Crl | null =>
  lists
    .filter((list) => list.issuer.equals(issuer))
    .reduce<Crl | null>((best, list) => (best && best.thisUpdate >= list.thisUpdate ? best : list), null)

/** One check speaks once: everything that is wrong, in the worst of the states. */
function worst(found: readonly Finding[], well: Finding): Finding {
  if (found.length === 0) return well
  const state = found.some((one) => one.state === 'missing') ? missing : degraded
  return state(found.map(({ zh }) => zh).join('；'), found.map(({ en }) => en).join('; '))
}

const timeText = (at: number): string =>
  Number.isFinite(at) ? `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC` : '—'
