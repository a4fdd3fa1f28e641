import { Button } from 'antd'
import { useState } from 'react'
import { useHasRole, useMe } from '../../api/session.ts'
import { useLegal, useStateLegal } from '../../api/treat.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { AssessmentForm, emptyLegal, type LegalDraft, legalIsComplete } from './assessment.tsx'

/** What a product is before the law, and who looked at its impact. */
export function LegalCard({ productId, own }: { readonly productId: string; readonly own: boolean }) {
  const { t } = useFormat()
  const me = useMe()
  const has = useHasRole()
  const legal = useLegal(productId)
  const state = useStateLegal(productId)
  const [draft, setDraft] = useState<LegalDraft | null>(null)
  return (
    <Card title={t('legal.title')}>
      <Loaded of={legal}>
        {({ legal: known, required }) => (
          <div className="stack">
            {known ? (
              <>
                <div className="row">
                  <Chip meaning={known.state === 'anonymised' ? 'ok' : 'warn'}>
                    {t(`legal.states.${known.state}`)}
                  </Chip>
                  <span className="faint">{t(`legal.hint.${known.state}`)}</span>
                </div>
                {known.assessment && (
                  <Facts
                    one
                    rows={[
                      { key: 'purpose', name: t('legal.purpose'), value: known.assessment.purpose },
                      { key: 'impact', name: t('legal.impact'), value: known.assessment.impact },
                      { key: 'measures', name: t('legal.measures'), value: known.assessment.measures },
                      {
                        key: 'conclusion',
                        name: t('legal.conclusion'),
                        value: t(`legal.conclusions.${known.assessment.conclusion}`),
                      },
                      {
                        key: 'author',
                        name: t('legal.author'),
                        value: `${known.assessment.author} · ${known.assessment.date}`,
                      },
                    ]}
                  />
                )}
              </>
            ) : (
              <p className="muted">{t(required ? 'legal.neededFirst' : 'legal.none')}</p>
            )}
            {own && has('data_officer') && draft === null && (
              <div className="row">
                <Button
                  onClick={() =>
                    setDraft(
                      known?.assessment
                        ? { state: known.state, assessment: known.assessment }
                        : emptyLegal(me.user.displayName),
                    )
                  }
                >
                  {t(known ? 'legal.change' : 'legal.write')}
                </Button>
              </div>
            )}
            {draft && (
              <>
                <AssessmentForm value={draft} onChange={setDraft} />
                {state.error ? <Problem error={state.error} /> : null}
                <div className="row">
                  <Button onClick={() => setDraft(null)}>{t('common.cancel')}</Button>
                  <Button
                    type="primary"
                    disabled={!legalIsComplete(draft)}
                    loading={state.isPending}
                    onClick={() => state.mutate(draft, { onSuccess: () => setDraft(null) })}
                  >
                    {t('legal.record')}
                  </Button>
                </div>
              </>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  )
}
