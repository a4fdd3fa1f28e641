import { XinyuError } from '../../../kernel/errors/index.ts'
import {
  type OfferView,
  offerById,
  listOffers,
  policyOf,
  POLICY_TEMPLATES,
  renderPolicy,
} from '../../../flow/policy/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import type { Answer, Request } from '../fields.ts'
import { productCode } from '../identity.ts'
import { wireStrategy } from '../strategy.ts'
import { type FromConnector, mustBeIssuer } from './draft.ts'

/** Offers that a search looks through: more are found by narrower words. */
const MOST_OFFERS = 2000

/** Catalogue search over the open offers; every keyword must occur in title or provider. */
export async function searchCatalog(
  core: Core,
  sender: FromConnector,
  { keywords = '', order = 'dsc', offset, limit }: Request<'catalog'>,
): Promise<Answer<'catalog'>> {
  const { items } = await listOffers(core, { state: 'open', offset: 0, limit: MOST_OFFERS })
  const words = keywords.toLowerCase().split(/\s+/).filter(Boolean)
  const mine = items.filter(({ policy, providerId }) => {
    const { consumers } = policyOf(policy)
    const body = sender.actor.participantId
    return providerId !== body && (consumers === 'any' || consumers.includes(body))
  })
  const found = mine.filter((offer) => words.every((word) => textOf(offer).includes(word)))
  const ordered = order === 'asc' ? found.toReversed() : found
  const page = ordered.slice(offset, offset + limit)
  return {
    code: '10000',
    message: '成功',
    data: { total: found.length, resultData: await Promise.all(page.map((offer) => entryOf(core, offer))) },
  }
}

const textOf = (offer: OfferView): string =>
  `${offer.productTitleZh} ${offer.productTitleEn} ${offer.providerNameZh} ${offer.providerNameEn}`.toLowerCase()

async function entryOf(core: Core, offer: OfferView) {
  return {
    productId: await codeOf(core, offer),
    productName: offer.productTitleZh,
    dscription: `${offer.providerNameZh} · ${offer.productTitleEn}`,
    templateId: offer.id,
  }
}

async function codeOf(core: Core, offer: OfferView): Promise<string> {
  const provider = await participantById(core, offer.providerId)
  return productCode(provider!, offer.productId)
}

/** contractTemplate 合约模板: an offer's terms by its id, or the policy templates of the space. */
export async function templateOf(
  core: Core,
  sender: FromConnector,
  message: Request<'contractTemplate'>,
): Promise<Answer<'contractTemplate'>> {
  mustBeIssuer(sender, message)
  const { templateId } = message
  if (templateId === undefined) return { status: '0', template: POLICY_TEMPLATES }
  const offer = /^[0-9a-f-]{36}$/.test(templateId) ? await offerById(core, templateId) : undefined
  if (offer?.state !== 'open') throw new XinyuError('NOT_FOUND', { what: 'template' })
  const code = await codeOf(core, offer)
  const policy = policyOf(offer.policy)
  const text = renderPolicy(policy, {
    product: { zh: offer.productTitleZh, en: offer.productTitleEn },
    provider: { zh: offer.providerNameZh, en: offer.providerNameEn },
  })
  return {
    status: '0',
    template: {
      strategy: wireStrategy(policy, {
        productCode: code,
        productName: offer.productTitleZh,
        providerNode: sender.node,
        consumerNode: sender.claims.iss,
      }),
      textZh: text.zh,
      textEn: text.en,
    },
  }
}
