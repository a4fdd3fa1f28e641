import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OwnUse, ownReceipt, useOwnUses } from '../../api/insured.ts'
import { downloadText } from '../../lib/download.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { State } from '../../parts/state.tsx'

interface UseListProps {
  readonly ward: string | undefined
  readonly consentId?: string
}

/** Each use of the person's data, with the receipt to take along. */
export function UseList({ ward, consentId }: UseListProps) {
  const { t } = useTranslation()
  const uses = useOwnUses(ward, consentId)
  return (
    <Loaded of={uses} lines={5}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="muted">{t('insured.noUses')}</p>
        ) : (
          items.map((use) => <One key={use.runId} use={use} ward={ward} />)
        )
      }
    </Loaded>
  )
}

function One({ use, ward }: { readonly use: OwnUse; readonly ward: string | undefined }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const [error, setError] = useState<unknown>(null)
  const save = async () => {
    try {
      const bytes = await ownReceipt(use.runId, ward)
      downloadText(`${use.runId}.receipt.json`, new TextDecoder().decode(bytes), 'application/json')
      setError(null)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <section className="card" data-use={use.runId}>
      <div className="my-row">
        <b>{name(use.bodyZh, use.bodyEn)}</b>
        <State kind="run" value={use.state} />
      </div>
      <span>
        {t(`insured.what.${use.what}`)} · {t(`purpose.${use.purpose}`)}
      </span>
      <span className="faint">{date(use.at)}</span>
      {error ? <Problem error={error} /> : null}
      <Button block onClick={() => void save()}>
        {t('insured.receipt')}
      </Button>
    </section>
  )
}
