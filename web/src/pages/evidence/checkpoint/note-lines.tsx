import { useTranslation } from 'react-i18next'
import type { CheckpointDetail } from '../../../api/log.ts'
import { type NoteLine, keyIdOf, readNote } from './read-note.ts'

/** The signed note as it is, and beside each line what it means. */
export function NoteLines({ of }: { readonly of: CheckpointDetail }) {
  const { t } = useTranslation()
  const meaning = (line: NoteLine) => {
    if (line.kind !== 'signature') return t(`explore.line.${line.kind}`)
    const keyId = keyIdOf(line.text)
    const kind = of.signatures.find((one) => one.name === line.name && one.keyId === keyId)?.kind
    return t(`explore.line.${kind ?? 'unknown'}`)
  }
  return (
    <ol className="note-lines">
      {readNote(of.note).map((line, place) => (
        <li key={place} className={line.kind}>
          <code>{line.text || '⏎'}</code>
          <span>{meaning(line)}</span>
        </li>
      ))}
    </ol>
  )
}
