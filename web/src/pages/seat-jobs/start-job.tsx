import { AutoComplete, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useSeatFiles } from '../../api/seat-files.ts'
import { useStartJob } from '../../api/seat-jobs.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

interface StartProps {
  readonly seatId: string
  readonly onClose: () => void
  readonly onStarted: (id: string) => void
}

interface Parameter {
  readonly key: string
  readonly value: string
}

/** A script of the file area with its parameters, which it finds as `xinyu.parameters`. */
export function StartJobDialog({ seatId, onClose, onStarted }: StartProps) {
  const { t } = useFormat()
  const files = useSeatFiles(seatId)
  const start = useStartJob(seatId)
  const [script, setScript] = useState('')
  const [parameters, setParameters] = useState<readonly Parameter[]>([])
  const scripts = (files.data?.items ?? []).filter(({ path }) => /\.(py|r)$/i.test(path))
  const change = (place: number, next: Partial<Parameter>) =>
    setParameters(parameters.map((one, index) => (index === place ? { ...one, ...next } : one)))
  return (
    <Modal
      open
      title={t('seatJob.start')}
      okText={t('seatJob.startDo')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: script.trim() === '', loading: start.isPending }}
      onCancel={onClose}
      onOk={() =>
        start.mutate(
          {
            script: script.trim(),
            parameters: Object.fromEntries(
              parameters.filter(({ key }) => key.trim() !== '').map(({ key, value }) => [key.trim(), value]),
            ),
          },
          { onSuccess: ({ id }) => onStarted(id) },
        )
      }
      destroyOnHidden
    >
      <div className="stack tight">
        <p className="muted">{t('seatJob.startHint')}</p>
        <Form.Item label={t('seatJob.script')} htmlFor="job-script" layout="vertical">
          <AutoComplete
            id="job-script"
            value={script}
            onChange={setScript}
            placeholder={t('seatJob.scriptHint')}
            options={scripts.map(({ path }) => ({ value: path }))}
          />
        </Form.Item>
        {files.data && scripts.length === 0 && <p className="faint">{t('seatJob.noScripts')}</p>}
        <div className="parameters">
          <b>{t('seatJob.parameters')}</b>
          {parameters.map(({ key, value }, place) => (
            <div key={place}>
              <Input
                aria-label={t('seatJob.parameterName', { number: place + 1 })}
                placeholder={t('seatJob.namePlaceholder')}
                value={key}
                maxLength={60}
                onChange={({ target }) => change(place, { key: target.value })}
              />
              <Input
                aria-label={t('seatJob.parameterValue', { number: place + 1 })}
                placeholder={t('seatJob.valuePlaceholder')}
                value={value}
                maxLength={500}
                onChange={({ target }) => change(place, { value: target.value })}
              />
              <Button
                aria-label={t('seatJob.dropParameter', { number: place + 1 })}
                onClick={() => setParameters(parameters.toSpliced(place, 1))}
              >
                {'✕'}
              </Button>
            </div>
          ))}
          <span>
            <Button size="small" onClick={() => setParameters([...parameters, { key: '', value: '' }])}>
              {t('seatJob.addParameter')}
            </Button>
          </span>
        </div>
        {start.error ? <Problem error={start.error} /> : null}
      </div>
    </Modal>
  )
}
