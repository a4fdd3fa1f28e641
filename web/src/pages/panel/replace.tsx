import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useCopyAct } from '../../api/panel.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

const MOST_MIB = 30
const LEAST = 4

interface Props {
  readonly id: string
  readonly work: string
  readonly edition: number
  readonly fileId: string
  readonly onClose: () => void
}

/** Another file in the place of one that cannot be cleaned: it is cleaned as well. */
export function ReplaceFile({ id, work, edition, fileId, onClose }: Props) {
  const { t } = useFormat()
  const act = useCopyAct(id, work, edition)
  const [file, setFile] = useState<File | null>(null)
  const [reason, setReason] = useState('')
  const tooLarge = file !== null && file.size > MOST_MIB * 2 ** 20
  const send = async () => {
    if (!file) return
    const base64 = await base64Of(file)
    act.mutate(
      { act: 'replace', fileId, name: file.name, base64, reason: reason.trim() },
      { onSuccess: onClose },
    )
  }
  return (
    <Modal
      open
      title={t('contestPanel.replace')}
      okText={t('contestPanel.replace')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: act.isPending, disabled: !file || tooLarge || reason.trim().length < LEAST }}
      onOk={() => void send()}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('contestPanel.replaceAbout', { most: MOST_MIB })}</p>
        <input
          type="file"
          aria-label={t('contestPanel.chooseFile')}
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
        {tooLarge && <p className="no">{t('contestPanel.tooLarge', { most: MOST_MIB })}</p>}
        <Input.TextArea
          rows={2}
          maxLength={1000}
          aria-label={t('common.reason')}
          placeholder={t('common.reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {act.error ? <Problem error={act.error} /> : null}
      </div>
    </Modal>
  )
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      const text = reader.result as string
      resolve(text.slice(text.indexOf(',') + 1))
    })
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')))
    reader.readAsDataURL(file)
  })
