import { Button, Input } from 'antd'
import { useState } from 'react'
import type { Scheme } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'

interface RawProps {
  readonly scheme: Scheme
  /** Saved at once: what is typed here may be anything, and the cards above draw schemes only. */
  readonly onSave: (scheme: Scheme) => void
}

/** Everything of a draft, as the value that it is: forms, rubrics and tasks of any contest. The server checks it. */
export function RawCard({ scheme, onSave }: RawProps) {
  const { t } = useFormat()
  const [text, setText] = useState<string | null>(null)
  const [broken, setBroken] = useState(false)
  const take = () => {
    try {
      onSave(JSON.parse(text ?? '') as Scheme)
      setBroken(false)
    } catch {
      setBroken(true)
    }
  }
  return (
    <Card
      title={t('contest.raw')}
      extra={
        text === null ? (
          <Button onClick={() => setText(JSON.stringify(scheme, null, 2))}>{t('contest.edit')}</Button>
        ) : (
          <Button onClick={take}>{t('contest.takeRaw')}</Button>
        )
      }
    >
      <p className="muted">{t('contest.rawHint')}</p>
      {broken && (
        <p className="why" role="alert">
          {t('contest.rawBroken')}
        </p>
      )}
      {text !== null && (
        <Input.TextArea
          aria-label={t('contest.raw')}
          className="mono"
          rows={20}
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
    </Card>
  )
}
