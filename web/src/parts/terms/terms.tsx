import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PolicyNames, renderPolicy } from '../../../../src/flow/policy/render/render.ts'
import { useBodies } from '../../api/bodies.ts'
import type { Policy } from '../../api/types.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { bodyNames } from './names.ts'
import { TermsTable } from './table.tsx'
import { TermsText } from './text.tsx'

interface Props {
  readonly policy: Policy
  /** Titles for the paragraph, or the paragraph itself where it was signed under. */
  readonly names?: PolicyNames
  readonly text?: { readonly zh: string; readonly en: string } | undefined
  /** Which of the two stands first. */
  readonly first?: 'text' | 'table'
}

/** A policy as one paragraph or point by point, as the reader likes. */
export function Terms({ policy, names, text, first = 'text' }: Props) {
  const { t } = useTranslation()
  const [view, setView] = useState<'text' | 'table'>(first)
  const { language } = usePrefs()
  const [shown, setShown] = useState(language)
  const { data: bodies } = useBodies()
  const said = useMemo(
    () => text ?? renderPolicy(policy, { ...names, bodies: bodyNames(bodies?.items ?? []) }),
    [policy, names, text, bodies],
  )
  return (
    <div className="stack tight">
      <div className="row">
        <Segmented
          aria-label={t('terms.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'text', label: t('terms.asText') },
            { value: 'table', label: t('terms.asTable') },
          ]}
        />
        {view === 'text' && (
          <Segmented
            aria-label={t('terms.language')}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'zh', label: t('terms.zh') },
              { value: 'en', label: t('terms.en') },
            ]}
          />
        )}
      </div>
      {view === 'text' ? <TermsText text={said[shown]} language={shown} /> : <TermsTable policy={policy} />}
    </div>
  )
}
