import { Input, Modal } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/error.ts'
import { useImportExperts } from '../../api/panel.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

const HEAD = 'login,name,title,fields,max_load,bodies,former_bodies'

interface Line {
  readonly line: number
  readonly why: string
}

/** A table of experts: all lines or none. */
export function ImportExperts({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useFormat()
  const [csv, setCsv] = useState('')
  const send = useImportExperts(id)
  const lines =
    send.error instanceof ApiError ? (send.error.detail as readonly Line[] | undefined) : undefined
  return (
    <Modal
      open
      title={t('contestPanel.import')}
      okText={t('contestPanel.import')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: send.isPending, disabled: csv.trim() === '' }}
      onOk={() => send.mutate(csv, { onSuccess: onClose })}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('contestPanel.importAbout')}</p>
        <p className="mono break">{HEAD}</p>
        <input
          type="file"
          accept=".csv,text/csv"
          aria-label={t('contestPanel.chooseFile')}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) void file.text().then(setCsv)
          }}
        />
        <Input.TextArea
          aria-label={t('contestPanel.table')}
          rows={8}
          value={csv}
          onChange={(event) => setCsv(event.target.value)}
        />
        {send.error ? <Problem error={send.error} /> : null}
        {Array.isArray(lines) && (
          <ul>
            {lines.map(({ line, why }) => (
              <li key={`${line} ${why}`}>
                {t('contestPanel.lineFault', { line, why: t(`contestPanel.fault.${why}`) })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  )
}
