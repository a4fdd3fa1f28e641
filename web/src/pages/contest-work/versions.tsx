import { receiptAddress, type WorkPlace, type WorkView } from '../../api/contest-work.ts'
import { bytes, date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'

/** What was handed in, newest first: the first of them counts. */
export function Versions({ place, work }: { readonly place: WorkPlace; readonly work: WorkView }) {
  const { t } = useFormat()
  if (work.versions.length === 0) return null
  return (
    <section className="card" aria-labelledby="work-versions">
      <h2 id="work-versions">{t('contestWork.versions')}</h2>
      <ul className="work-list">
        {work.versions.map((version, i) => (
          <li key={version.id} className="work-file">
            <div className="row">
              <b>{t('contestWork.version', { version: version.version })}</b>
              {i === 0 && <Chip meaning="ok">{t('contestWork.counts')}</Chip>}
              {version.late && <Chip meaning="warn">{t('contestWork.inGrace')}</Chip>}
              <span className="faint">{date(version.submittedAt)}</span>
            </div>
            <span className="work-hash">{version.digest}</span>
            {version.files.map((file) => (
              <span key={file.id} className="faint">
                {file.name} · {bytes(file.bytes)}
              </span>
            ))}
            <a href={receiptAddress(place, version.version)} download>
              {t('contestWork.receiptOf', { version: version.version })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
