import { useTranslation } from 'react-i18next'
import { sayDisclosure } from '../../../../src/flow/policy/render/disclosure.ts'
import type { AirlockRequest } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What the contracts say may be shown, in words. */
export function DisclosureTerms({ of }: { readonly of: AirlockRequest['terms'] }) {
  const { t } = useTranslation()
  const { name, language } = useFormat()
  if (of.length === 0) return <p className="muted">{t('airlock.noTerms')}</p>
  return (
    <ul className="airlock-terms">
      {of.map((one) => (
        <li key={one.contractId}>
          <b>{name(one.productTitleZh, one.productTitleEn)}</b>{' '}
          <span className="faint mono break">{one.number}</span>
          <div>{sayDisclosure(language, one)}</div>
        </li>
      ))}
    </ul>
  )
}
