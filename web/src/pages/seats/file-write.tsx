import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useWriteFile } from '../../api/seat-files.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

interface WriteProps {
  readonly seatId: string
  readonly onClose: () => void
}

/** A small text, such as a script for a job. What comes from outside comes by an import. */
export function WriteFileDialog({ seatId, onClose }: WriteProps) {
  const { t } = useFormat()
  const write = useWriteFile(seatId)
  const [path, setPath] = useState('train.py')
  const [text, setText] = useState('')
  return (
    <Modal
      open
      title={t('seatFile.write')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: path.trim() === '', loading: write.isPending }}
      onCancel={onClose}
      onOk={() => write.mutate({ path: path.trim(), text }, { onSuccess: onClose })}
      width="min(720px, 94vw)"
      destroyOnHidden
    >
      <div className="stack tight">
        <p className="muted">{t('seatFile.writeHint')}</p>
        <Form.Item label={t('seatFile.path')} htmlFor="file-path" layout="vertical">
          <Input
            id="file-path"
            value={path}
            maxLength={200}
            onChange={({ target }) => setPath(target.value)}
          />
        </Form.Item>
        <Form.Item label={t('seatFile.text')} htmlFor="file-text" layout="vertical">
          <Input.TextArea
            id="file-text"
            className="mono"
            rows={12}
            value={text}
            spellCheck={false}
            onChange={({ target }) => setText(target.value)}
          />
        </Form.Item>
        {write.error ? <Problem error={write.error} /> : null}
      </div>
    </Modal>
  )
}
