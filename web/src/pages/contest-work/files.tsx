import { Button } from 'antd'
import { useRef } from 'react'
import type { FileView, WorkField, WorkPlace } from '../../api/contest-work.ts'
import { useRemoveFile } from '../../api/contest-work.ts'
import { bytes, percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar } from '../../parts/progress.tsx'
import type { Sending, useSending } from './use-sending.ts'

interface FilesProps {
  readonly place: WorkPlace
  readonly field: WorkField
  readonly files: readonly FileView[]
  readonly sending: ReturnType<typeof useSending>
  readonly disabled: boolean
}

/** The files of one field: what is there, what is on its way, and a way to bring more. */
export function FileField({ place, field, files, sending, disabled }: FilesProps) {
  const { t, name, list } = useFormat()
  const input = useRef<HTMLInputElement>(null)
  const remove = useRemoveFile(place)
  const title = name(field.titleZh, field.titleEn)
  const going = sending.list.filter((one) => one.field === field.code)
  const onTheirWay = new Set(going.map(({ file }) => file.name))
  const shown = files.filter((file) => !(file.state === 'uploading' && onTheirWay.has(file.name)))
  const room = field.maxFiles - files.filter(({ state }) => state === 'whole').length - going.length
  return (
    <div className="work-field" role="group" aria-label={title}>
      <span className="label">
        {title} {!field.required && <span className="faint">{t('contestWork.optional')}</span>}
      </span>
      <span className="faint">
        {t('contestWork.takes', {
          types: field.types.length > 0 ? list(field.types) : t('contestWork.anyType'),
          size: bytes(field.maxBytes),
          count: field.maxFiles,
        })}
      </span>
      {shown.map((file) => (
        <Held key={file.id} file={file} disabled={disabled} onRemove={() => remove.mutate(file.id)} />
      ))}
      {going.map((one) => (
        <Going key={one.file.name} one={one} sending={sending} />
      ))}
      {remove.error ? <Problem error={remove.error} /> : null}
      {!disabled && room > 0 && (
        <>
          <Button block onClick={() => input.current?.click()}>
            {t('contestWork.choose')}
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            multiple={room > 1}
            accept={field.types.map((type) => `.${type}`).join(',')}
            aria-label={t('contestWork.chooseFor', { title })}
            onChange={(event) => {
              sending.start(field.code, [...(event.target.files ?? [])].slice(0, room))
              event.target.value = ''
            }}
          />
        </>
      )}
    </div>
  )
}

function Held({
  file,
  disabled,
  onRemove,
}: {
  readonly file: FileView
  readonly disabled: boolean
  readonly onRemove: () => void
}) {
  const { t, list } = useFormat()
  const macros = file.check?.macros ?? []
  return (
    <div className="work-file">
      <span className="name">{file.name}</span>
      <div className="row">
        <span className="faint">{bytes(file.bytes)}</span>
        {file.state === 'whole' && <Chip meaning="ok">{t('contestWork.file.whole')}</Chip>}
        {file.state === 'uploading' && (
          <Chip meaning="warn">
            {t('contestWork.file.stopped', { share: percent(file.received / file.bytes) })}
          </Chip>
        )}
        {file.state === 'refused' && <Chip meaning="no">{t('contestWork.file.refused')}</Chip>}
        {file.virus && <VirusChip virus={file.virus} />}
        {macros.length > 0 && (
          <Chip meaning="warn" title={list(macros)}>
            {t('contestWork.file.macros')}
          </Chip>
        )}
        <span style={{ flex: 1 }} />
        {!disabled && (
          <Button
            size="small"
            onClick={onRemove}
            aria-label={t('contestWork.removeNamed', { name: file.name })}
          >
            {t('contestWork.remove')}
          </Button>
        )}
      </div>
      {file.state === 'uploading' && <span className="faint">{t('contestWork.chooseAgain')}</span>}
      {file.refusal && <span>{t(`contestWork.refusal.${file.refusal}`)}</span>}
    </div>
  )
}

const VIRUS_MEANING = {
  clean: 'ok',
  found: 'no',
  waiting: 'none',
  not_scanned: 'none',
  failed: 'warn',
} as const

/** Whether somebody looked for viruses: not looked is said too. */
export function VirusChip({ virus }: { readonly virus: NonNullable<FileView['virus']> }) {
  const { t } = useFormat()
  return (
    <Chip meaning={VIRUS_MEANING[virus]} title={t(`contestWork.virusWhy.${virus}`)}>
      {t(`contestWork.virus.${virus}`)}
    </Chip>
  )
}

function Going({ one, sending }: { readonly one: Sending; readonly sending: FilesProps['sending'] }) {
  const { t } = useFormat()
  const { file, step, share, state, error } = one
  const label = t(`contestWork.step.${step}`)
  return (
    <div className="work-file" aria-live="polite">
      <span className="name">{file.name}</span>
      <Bar share={share} label={`${file.name} ${label}`} />
      <div className="row">
        <span className="faint">
          {bytes(file.size)} · {state === 'going' ? label : t(`contestWork.sending.${state}`)} ·{' '}
          {percent(share)}
        </span>
        <span style={{ flex: 1 }} />
        {state === 'going' ? (
          <Button size="small" onClick={() => sending.pause(file)}>
            {t('contestWork.pause')}
          </Button>
        ) : (
          <>
            <Button size="small" type="primary" onClick={() => sending.resume(one)}>
              {t('contestWork.resume')}
            </Button>
            <Button size="small" onClick={() => sending.drop(file)}>
              {t('common.cancel')}
            </Button>
          </>
        )}
      </div>
      {error ? <Problem error={error} /> : null}
    </div>
  )
}
