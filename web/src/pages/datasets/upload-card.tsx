import { Button } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import type { DatasetView } from '../../api/types.ts'
import { bytes, duration, percent } from '../../lib/format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar, JobProgress } from '../../parts/progress.tsx'
import { DropFiles } from './drop-files.tsx'
import { ReadingFields } from './reading-fields.tsx'
import { useUpload } from './use-upload.ts'

/** A new version: files go up, then a job lands them. The job's id is in the address, so a reload finds it again. */
export function UploadCard({ dataset }: { readonly dataset: DatasetView }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const upload = useUpload(dataset.id, (jobId) => setSearch({ job: jobId }))
  const job = search.get('job')
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void upload.start([...event.dataTransfer.files])
  }
  return (
    <Card title={t('dataset.newVersion')} extra={<span className="faint">{t('dataset.immutable')}</span>}>
      <div className="stack tight">
        {job && (
          <JobProgress
            key={job}
            id={job}
            onDone={() => {
              void client.invalidateQueries({ queryKey: ['dataset', dataset.id] })
              void client.invalidateQueries({ queryKey: ['trail', dataset.id] })
              void upload.refresh()
            }}
          />
        )}
        {upload.going ? (
          <div className="stack tight">
            <div className="row">
              <span>{t('dataset.uploading', { file: upload.going.file })}</span>
              <span style={{ flex: 1 }} />
              <Button size="small" onClick={upload.cancel}>
                {t('common.cancel')}
              </Button>
            </div>
            <Bar
              share={upload.going.sent / upload.going.size}
              label={t('dataset.uploading', { file: upload.going.file })}
            />
            <span className="faint">
              {percent(upload.going.sent / upload.going.size)} ·{' '}
              {t('job.rate', { rate: bytes(upload.going.rate) })} ·{' '}
              {t('job.left', { time: duration(upload.going.left) })}
            </span>
          </div>
        ) : (
          <div
            className={`drop ${over ? 'over' : ''}`}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <Button onClick={() => input.current?.click()}>{t('dataset.chooseFiles')}</Button>
            <span className="muted">{t('dataset.dropHint')}</span>
            <input
              ref={input}
              type="file"
              accept=".csv,.tsv,.tab,.txt,.xlsx,.parquet,.jsonl,.ndjson,.json,.gz,.zip"
              multiple
              hidden
              aria-label={t('dataset.chooseFiles')}
              onChange={(event) => {
                void upload.start([...(event.target.files ?? [])])
                event.target.value = ''
              }}
            />
          </div>
        )}
        <ReadingFields value={upload.reading} onChange={(next) => void upload.setReading(next)} />
        {upload.waiting.length > 0 && !upload.going && (
          <div className="row" style={{ flexWrap: 'wrap' }}>
            <span className="muted">
              {t('upload.waiting', { files: upload.waiting.join(t('upload.comma')) })}
            </span>
            <Button size="small" onClick={() => void upload.landWaiting(upload.waiting)}>
              {t('upload.landWaiting')}
            </Button>
          </div>
        )}
        {!upload.going && <DropFiles onImport={(paths) => upload.landDropped(paths)} />}
        {upload.error ? <Problem error={upload.error} /> : null}
      </div>
    </Card>
  )
}
