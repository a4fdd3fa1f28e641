import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useAskImport } from '../../api/imports.ts'
import type { ImportView } from '../../api/types.ts'
import { useHashName } from '../../api/session.ts'
import { fileDigest } from '../../lib/digest.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { Hash } from '../../parts/say.tsx'
import { Problem } from '../../parts/problem.tsx'

const KINDS = ['table', 'weights', 'packages', 'file'] as const
/** The server asks for a sentence. */
const LEAST_RIGHT = 10

interface AskProps {
  readonly projectId: string
  readonly onClose: () => void
}

/** What is brought, and by what right: the proof itself stays with the team, its hash goes along. */
export function AskImportDialog({ projectId, onClose }: AskProps) {
  const { t } = useFormat()
  const options = useOptions()
  const hashName = useHashName()
  const ask = useAskImport(projectId)
  const [kind, setKind] = useState<ImportView['kind']>('table')
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [right, setRight] = useState('')
  const [proof, setProof] = useState<string | null>(null)
  const ready = file !== null && name.trim() !== '' && right.trim().length >= LEAST_RIGHT
  return (
    <Modal
      open
      title={t('seatImport.ask')}
      okText={t('seatImport.send')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: ask.isPending }}
      onCancel={onClose}
      onOk={() =>
        file &&
        ask.mutate(
          { kind, name: name.trim(), right: right.trim(), proofDigest: proof, file },
          { onSuccess: onClose },
        )
      }
      width="min(680px, 94vw)"
      destroyOnHidden
    >
      <div className="stack tight">
        <p className="muted">{t('seatImport.askHint')}</p>
        <Radio.Group
          aria-label={t('seatImport.kindTitle')}
          optionType="button"
          value={kind}
          onChange={({ target }) => setKind(target.value as ImportView['kind'])}
          options={options('seatImport.kind', KINDS)}
        />
        <p className="faint">{t(`seatImport.kindHint.${kind}`)}</p>
        <Field id="import-file" label={t('seatImport.file')}>
          <input
            id="import-file"
            type="file"
            onChange={({ target }) => {
              const [chosen] = target.files ?? []
              setFile(chosen ?? null)
              if (chosen) setName(chosen.name)
            }}
          />
          {file && <span className="faint"> {bytes(file.size)}</span>}
        </Field>
        <Field id="import-name" label={t('seatImport.name')}>
          <Input
            id="import-name"
            value={name}
            maxLength={120}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <Field id="import-right" label={t('seatImport.right')}>
          <Input.TextArea
            id="import-right"
            rows={3}
            maxLength={2000}
            value={right}
            placeholder={t('seatImport.rightHint')}
            onChange={({ target }) => setRight(target.value)}
          />
        </Field>
        <Field id="import-proof" label={t('seatImport.proofFile')}>
          <input
            id="import-proof"
            type="file"
            onChange={({ target }) => {
              const [chosen] = target.files ?? []
              setProof(null)
              if (chosen) void fileDigest(chosen).then(setProof)
            }}
          />
          {proof && (
            <span className="faint">
              {' '}
              {hashName} <Hash value={proof} />
            </span>
          )}
        </Field>
        {ask.error ? <Problem error={ask.error} /> : null}
      </div>
    </Modal>
  )
}

function Field(props: { readonly id: string; readonly label: string; readonly children: React.ReactNode }) {
  return (
    <Form.Item label={props.label} htmlFor={props.id} layout="vertical">
      {props.children}
    </Form.Item>
  )
}
