import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SearchHit } from '../../api/types.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Marked } from '../../parts/marked.tsx'
import { Num, When } from '../../parts/say.tsx'

interface HitProps {
  readonly hit: SearchHit
  readonly bodyName: (id: string) => string
  readonly zoneName: (id: string | null) => string | null
}

/** One entry of the catalogue as it is found. */
export function Hit({ hit, bodyName, zoneName }: HitProps) {
  const { t } = useTranslation()
  const { language, columnTitle, list } = useFormat()
  const first = language === 'zh' ? ('titleZh' as const) : ('titleEn' as const)
  const second = language === 'zh' ? ('titleEn' as const) : ('titleZh' as const)
  const title = hit[first] === '' ? second : first
  const other = hit[first] === '' ? first : second
  const zone = zoneName(hit.zoneId)
  return (
    <li>
      <div className="row">
        <Link to={hit.external ? `/datasets/external/${hit.id}` : `/datasets/${hit.id}`}>
          <b>
            <Marked text={hit[title]} marks={hit.marks[title]} />
          </b>
        </Link>
        {hit.marks[other].length > 0 && (
          <span className="muted">
            <Marked text={hit[other]} marks={hit.marks[other]} />
          </span>
        )}
        {hit.external && <Chip>{t('catalogue.external')}</Chip>}
        {hit.state === 'withdrawn' && <Chip>{t('state.dataset.withdrawn')}</Chip>}
        {hit.grade && <Chip meaning="warn">{t('catalogue.gradeIs', { grade: hit.grade })}</Chip>}
        {hit.quality !== null && (
          <Chip meaning={hit.quality >= 9960 ? 'ok' : 'warn'}>
            {t('catalogue.qualityIs', { share: percent(hit.quality / 10_000) })}
          </Chip>
        )}
      </div>
      {hit.description && (
        <div className="muted clamp">
          <Marked text={hit.description} marks={hit.marks.description} />
        </div>
      )}
      {hit.columns.length > 0 && (
        <div className="faint">
          {t('catalogue.inColumns')}{' '}
          {list(hit.columns.map((column) => [column.name, columnTitle(column)].filter(Boolean).join(' ')))}
        </div>
      )}
      <div className="hit-facts">
        {hit.code && (
          <span className="mono">
            <Marked text={hit.code} marks={hit.marks.code} />
          </span>
        )}
        <span>{hit.publisher ?? bodyName(hit.participantId)}</span>
        {zone && <span>{zone}</span>}
        {hit.theme && <span>{t(`catalogue.theme.${hit.theme}`)}</span>}
        {hit.rhythm && <span>{t(`catalogue.rhythm.${hit.rhythm}`)}</span>}
        {hit.version !== null ? (
          <span>
            v{hit.version} · <Num value={hit.rows} /> {t('dataset.rowsUnit')}
          </span>
        ) : (
          !hit.external && <span>{t('dataset.noData')}</span>
        )}
        {hit.madeBy && hit.madeBy !== 'import' && <span>{t(`catalogue.madeBy.${hit.madeBy}`)}</span>}
        <When at={hit.updatedAt} />
      </div>
    </li>
  )
}
