import { InputNumber, Slider } from 'antd'
import type { DeskCriterion } from '../../api/contest-desk.ts'
import { useFormat } from '../../lib/use-format.ts'

interface Props {
  readonly of: DeskCriterion
  readonly share: number
  readonly value: number | undefined
  readonly disabled: boolean
  readonly onChange: (value: number | undefined) => void
}

/** One criterion: what it weighs, what its points mean, a slider for the hand and a field for the keyboard. */
export function Criterion({ of, share, value, disabled, onChange }: Props) {
  const { t, name } = useFormat()
  const title = name(of.titleZh, of.titleEn)
  return (
    <section className="desk-criterion">
      <div className="desk-criterion-head">
        <h3>{title}</h3>
        <span className="faint nowrap">
          {t('contestDesk.weight', { share: `${Number((share * 100).toFixed(1))}%` })}
        </span>
      </div>
      <div className="desk-points">
        <Slider
          min={0}
          max={of.max}
          step={of.max <= 10 ? 0.5 : 1}
          value={value ?? 0}
          disabled={disabled}
          ariaLabelForHandle={title}
          onChange={onChange}
          tooltip={{ open: false }}
        />
        <InputNumber
          aria-label={t('contestDesk.pointsOf', { title })}
          min={0}
          max={of.max}
          step={of.max <= 10 ? 0.5 : 1}
          precision={2}
          // Digits that were not typed are not shown.
          formatter={(shown) =>
            shown === undefined || shown === null || String(shown) === '' ? '' : String(shown)
          }
          value={value ?? null}
          disabled={disabled}
          onChange={(next) => onChange(next ?? undefined)}
          placeholder="—"
          inputMode="decimal"
        />
        <span className="faint nowrap">{t('contestDesk.outOf', { max: of.max })}</span>
      </div>
      {of.anchors.length > 0 && (
        <ul className="desk-anchors">
          {of.anchors.map((anchor) => (
            <li key={anchor.points}>
              <button
                type="button"
                className="plain-button"
                disabled={disabled}
                aria-pressed={value === anchor.points}
                onClick={() => onChange(anchor.points)}
              >
                <b>{anchor.points}</b> <span>{name(anchor.textZh, anchor.textEn)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
