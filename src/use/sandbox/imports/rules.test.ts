import { expect, test } from 'vitest'
import { ImportState } from './model.ts'
import { isOver, mustFit, nextImport, plainName, tableNameOf } from './rules.ts'

const CHANGES = ['scanned', 'refuse', 'approve', 'reject', 'withdraw'] as const

test('every pair of state and change leads where the table says, and nowhere else', () => {
  const all = ImportState.options.flatMap((state) =>
    CHANGES.flatMap((change) => {
      try {
        return [`${state} --${change}--> ${nextImport(state, change)}`]
      } catch (error) {
        expect(error).toMatchObject({ code: 'IMPORT_STATE' })
        return []
      }
    }),
  )
  expect(all).toEqual([
    'waiting --approve--> approved',
    'waiting --reject--> rejected',
    'waiting --withdraw--> withdrawn',
    'scanning --scanned--> waiting',
    'scanning --refuse--> refused',
    'scanning --withdraw--> withdrawn',
    'approved --withdraw--> withdrawn',
  ])
  expect(ImportState.options.filter(isOver)).toEqual(['refused', 'rejected', 'withdrawn'])
})

test('what is brought must have the form of its kind, before a byte of it is looked at', () => {
  const refused = (kind: Parameters<typeof mustFit>[0], name: string, approved: string[] = []) => {
    try {
      mustFit(kind, name, approved)
      return null
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  expect(refused('table', 'wards.csv')).toBeNull()
  expect(refused('table', 'wards.parquet')).toBeNull()
  expect(refused('table', 'wards.xlsx')).toBe('IMPORT_KIND_FILE')
  expect(refused('table', 'w"; drop table x.csv')).toBe('IMPORT_KIND_FILE')
  expect(refused('weights', 'net.safetensors')).toBeNull()
  expect(refused('weights', 'net.exe')).toBe('IMPORT_KIND_FILE')
  expect(refused('file', 'anything.pdf')).toBeNull()
  expect(refused('packages', 'lifelines-0.30.0-py3-none-any.whl', ['Lifelines'])).toBeNull()
  expect(refused('packages', 'my_pkg-1.0-py3-none-any.whl', ['my-pkg'])).toBeNull()
  expect(refused('packages', 'evil-1.0-py3-none-any.whl', ['lifelines'])).toBe('IMPORT_PACKAGE')
  expect(refused('packages', 'lifelines-0.30.0-cp312-cp312-linux_x86_64.whl', ['lifelines'])).toBe(
    'IMPORT_KIND_FILE',
  )
  expect(refused('packages', 'lifelines-0.30.0.tar.gz', ['lifelines'])).toBe('IMPORT_KIND_FILE')
  expect([tableNameOf('a.b.csv'), plainName('My_Pkg.x')]).toEqual(['a.b', 'my-pkg-x'])
})
