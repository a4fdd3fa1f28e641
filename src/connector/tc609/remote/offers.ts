import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { WireStrategy } from '../fields.ts'
import { newSequence, send } from '../http.ts'
import { usccOf } from '../identity.ts'
import type { RemoteOffer, RemoteTemplate } from '../model.ts'
import { activePeer, nodeOf } from '../peers.ts'
import { policyOfStrategy } from '../strategy.ts'

/** Offers of a platform, searched over the wire. */
export async function searchRemote(
  core: Core,
  actor: UserActor,
  peerId: string,
  keywords: string,
): Promise<{ items: RemoteOffer[]; total: number }> {
  const peer = await activePeer(core, actor, peerId)
  const asked = { ...(keywords ? { keywords } : {}), offset: 0, limit: 50 }
  const { data } = await send(core, nodeOf(peer), 'catalog', asked, newSequence(core))
  return {
    total: data.total,
    items: data.resultData.flatMap(({ productId, productName, dscription, templateId }) =>
      templateId === undefined
        ? []
        : [{ productCode: productId, productName, description: dscription, templateId }],
    ),
  }
}

const Template = z.object({ strategy: WireStrategy, textZh: z.string(), textEn: z.string() })

/** An offer's terms. @throws XinyuError TC609_PEER_REFUSED where the template is of another form */
export async function fetchTemplate(
  core: Core,
  actor: UserActor,
  peerId: string,
  templateId: string,
): Promise<RemoteTemplate> {
  const peer = await activePeer(core, actor, peerId)
  const issuer = { issuerId: peer.own_id, issuerEntityId: usccOf(peer.own_id) }
  const { template } = await send(
    core,
    nodeOf(peer),
    'contractTemplate',
    { templateId, ...issuer },
    newSequence(core),
  )
  const read = Template.safeParse(template)
  if (!read.success) throw new XinyuError('TC609_PEER_REFUSED', { code: '11003', why: 'template' })
  const { strategy, textZh, textEn } = read.data
  const { dataProductId, dataProductName = '' } = strategy.subjectInfo
  return {
    productCode: dataProductId,
    productName: dataProductName,
    policy: policyOfStrategy(strategy),
    textZh,
    textEn,
  }
}
