import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useOpenSeat } from '../../api/seats.ts'
import type { ProjectView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

interface OpenProps {
  readonly projects: readonly ProjectView[]
  readonly onClose: () => void
}

/** A seat for a project: it gets the tables of all contracts of the project, and nothing else. */
export function OpenSeatDialog({ projects, onClose }: OpenProps) {
  const { t } = useFormat()
  const navigate = useNavigate()
  const open = useOpenSeat()
  const [projectId, setProject] = useState(projects[0]?.id ?? '')
  const [name, setName] = useState('')
  return (
    <Modal
      open
      title={t('seat.open')}
      okText={t('seat.open')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: projectId === '' || name.trim() === '', loading: open.isPending }}
      onCancel={onClose}
      onOk={() =>
        open.mutate(
          { projectId, name: name.trim() },
          { onSuccess: ({ id }) => void navigate(`/seats/${id}`) },
        )
      }
      destroyOnHidden
    >
      <div className="stack tight">
        <p className="muted">{t('seat.openHint')}</p>
        <Form.Item label={t('shell.project')} htmlFor="seat-project" layout="vertical">
          <Select
            id="seat-project"
            value={projectId}
            onChange={setProject}
            options={projects.map(({ id, title }) => ({ value: id, label: title }))}
          />
        </Form.Item>
        <Form.Item label={t('seat.name')} htmlFor="seat-name" layout="vertical">
          <Input
            id="seat-name"
            value={name}
            maxLength={60}
            placeholder={t('seat.nameHint')}
            onChange={({ target }) => setName(target.value)}
          />
        </Form.Item>
        {open.error ? <Problem error={open.error} /> : null}
      </div>
    </Modal>
  )
}
