import { useTranslation } from 'react-i18next'
import { linesOf } from './lines.ts'

interface PictureProps {
  /** Who asks. */
  readonly body: string
  readonly scopes: readonly string[]
  readonly until: string
  /** Nothing flows any more, or not at all. */
  readonly off?: boolean
}

const LINE = 19
const HEAD = 34
/** Widths in half-width letters: of the box in the middle, of a name under its circle. */
const BOX = 19
const NAME = 12

/** One picture of who gets what: the person on the left, what is given in the middle, the body on the right. */
export function ConsentPicture({ body, scopes, until, off = false }: PictureProps) {
  const { t } = useTranslation()
  const items = scopes.flatMap((scope) => linesOf(scope, BOX, 2))
  const height = Math.max(150, HEAD + items.length * LINE + 62)
  const middle = height / 2
  const label = off
    ? t('consent.picture.offLabel', { body })
    : t('consent.picture.label', { body, data: scopes.join(t('consent.picture.join')), until })
  return (
    <svg
      className={`consent-picture ${off ? 'off' : ''}`.trim()}
      viewBox={`0 0 340 ${height}`}
      role="img"
      aria-label={label}
    >
      <defs>
        <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path className="pic-tip" d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      <g className="pic-end">
        <circle cx="42" cy={middle} r="27" />
        <path d={`M42 ${middle - 14}a8 8 0 1 0 .1 0zM27 ${middle + 17}c2-12 28-12 30 0`} />
        <text x="42" y={middle + 46} textAnchor="middle">
          {t('consent.picture.you')}
        </text>
      </g>
      <path className="pic-arrow" d={`M74 ${middle}H98`} markerEnd="url(#tip)" />
      <rect className="pic-data" x="102" y="10" width="136" height={height - 20} rx="10" />
      <text className="pic-title" x="170" y={HEAD} textAnchor="middle">
        {off ? t('consent.picture.off') : t('consent.picture.only')}
      </text>
      {items.map((line, i) => (
        <text key={line} x="170" y={HEAD + (i + 1) * LINE + 2} textAnchor="middle" className="pic-item">
          {line}
        </text>
      ))}
      {!off && (
        <text className="pic-until" x="170" y={height - 22} textAnchor="middle">
          {t('consent.picture.until', { until })}
        </text>
      )}
      <path className="pic-arrow" d={`M242 ${middle}H266`} markerEnd="url(#tip)" />
      <g className="pic-end">
        <circle cx="298" cy={middle} r="27" />
        <path
          d={`M286 ${middle + 14}v-24h24v24zM292 ${middle - 4}h4M300 ${middle - 4}h4M292 ${middle + 4}h4M300 ${middle + 4}h4`}
        />
        {linesOf(body, NAME, 2).map((line, i) => (
          <text key={line} x="298" y={middle + 46 + i * 16} textAnchor="middle" className="pic-body">
            {line}
          </text>
        ))}
      </g>
    </svg>
  )
}
