import { Button } from 'antd'
import type { WorkView } from '../../api/contest-work.ts'
import { useFormat } from '../../lib/use-format.ts'
import type { Conflict } from './use-autosave.ts'

interface ConflictProps {
  readonly conflict: Conflict
  readonly work: WorkView
  readonly onChoose: (mine: boolean) => void
}

/** Somebody of the team saved meanwhile: what they wrote is shown before one of the two is kept. */
export function ConflictCard({ conflict, work, onChoose }: ConflictProps) {
  const { t, name } = useFormat()
  return (
    <div className="why warn" role="alert">
      <p>
        <b className="head">{t('contestWork.conflict')}</b>
      </p>
      <dl>
        {work.form
          .filter(({ code }) => conflict.fields[code])
          .map((field) => (
            <div key={field.code}>
              <dt>{name(field.titleZh, field.titleEn)}</dt>
              <dd className="hint-text">{conflict.fields[field.code]}</dd>
            </div>
          ))}
      </dl>
      <div className="row">
        <Button onClick={() => onChoose(false)}>{t('contestWork.takeTheirs')}</Button>
        <Button danger onClick={() => onChoose(true)}>
          {t('contestWork.keepMine')}
        </Button>
      </div>
    </div>
  )
}
