import type { PolicyNames } from '../../../../src/flow/policy/render/render.ts'

interface Named {
  readonly productTitleZh: string
  readonly productTitleEn: string
  readonly providerNameZh: string
  readonly providerNameEn: string
  readonly consumerNameZh?: string
  readonly consumerNameEn?: string
}

interface Body {
  readonly id: string
  readonly nameZh: string
  readonly nameEn: string
}

/** Names of the bodies that a policy lists. */
export const bodyNames = (bodies: readonly Body[]): NonNullable<PolicyNames['bodies']> =>
  Object.fromEntries(bodies.map(({ id, nameZh, nameEn }) => [id, { zh: nameZh, en: nameEn }]))

/** The titles that a policy's text names, as a request, an offer or a contract carries them. */
export const namesOf = (of: Named): PolicyNames => ({
  product: { zh: of.productTitleZh, en: of.productTitleEn },
  provider: { zh: of.providerNameZh, en: of.providerNameEn },
  ...(of.consumerNameZh === undefined
    ? {}
    : { consumer: { zh: of.consumerNameZh, en: of.consumerNameEn ?? of.consumerNameZh } }),
})
