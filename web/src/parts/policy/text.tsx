import { useMemo } from 'react'
import { renderPolicy } from '../../../../src/flow/policy/render/index.ts'
import { useBodies } from '../../api/bodies.ts'
import type { Policy } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import type { BuilderProduct } from './draft.ts'

interface Props {
  readonly policy: Policy
  readonly product?: Pick<BuilderProduct, 'titleZh' | 'titleEn' | 'providerId'>
  readonly consumerId?: string
}

/** The policy as the paragraph that people sign under, the reader's language first. */
export function PolicyText({ policy, product, consumerId }: Props) {
  const { t, language } = useFormat()
  const { data: bodies } = useBodies()
  const text = useMemo(() => {
    const names = Object.fromEntries(
      (bodies?.items ?? []).map(({ id, nameZh, nameEn }) => [id, { zh: nameZh, en: nameEn }]),
    )
    const provider = product?.providerId ? names[product.providerId] : undefined
    const consumer = consumerId ? names[consumerId] : undefined
    return renderPolicy(policy, {
      bodies: names,
      ...(product && { product: { zh: product.titleZh, en: product.titleEn } }),
      ...(provider && { provider }),
      ...(consumer && { consumer }),
    })
  }, [policy, product, consumerId, bodies])
  const order = language === 'zh' ? (['zh', 'en'] as const) : (['en', 'zh'] as const)
  return (
    <div className="policy-text">
      {order.map((lang) => (
        <section key={lang}>
          <h4>{t(lang === 'zh' ? 'builder.chinese' : 'builder.english')}</h4>
          <p lang={lang}>{text[lang]}</p>
        </section>
      ))}
    </div>
  )
}
