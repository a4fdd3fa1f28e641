import { type DeskAt, type DeskWorkView, fileAddress } from '../../api/contest-desk.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'

/** The blind work: its texts and its files. */
export function WorkText({ at, work }: { readonly at: DeskAt; readonly work: DeskWorkView }) {
  const { t, name } = useFormat()
  return (
    <article className="stack desk-text">
      <header className="stack tight">
        <h2 className="break">{work.title}</h2>
        <p className="faint">
          <span className="mono">{work.code}</span> · {name(work.divisionZh, work.divisionEn)}
        </p>
      </header>
      {work.fields.map((field) => (
        <section key={field.code}>
          <h3>{name(field.titleZh, field.titleEn)}</h3>
          <p className="desk-words">{field.text || <span className="faint">—</span>}</p>
        </section>
      ))}
      {work.files.length > 0 && (
        <section>
          <h3>{t('contestDesk.files')}</h3>
          <ul className="desk-files">
            {work.files.map((file) => (
              <li key={file.place}>
                <a href={fileAddress(at, file.place)} download={file.name}>
                  {file.name}
                </a>{' '}
                <span className="faint">{bytes(file.bytes)}</span>
              </li>
            ))}
          </ul>
          <p className="faint">{t('contestDesk.filesAbout')}</p>
        </section>
      )}
    </article>
  )
}
