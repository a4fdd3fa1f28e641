import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Case, Planted } from './case.fixture.ts'

const PYTHON = '/usr/bin/python3'

/** Is the Python of seats here, with scikit-learn? */
export function hasPython(): boolean {
  if (!existsSync(PYTHON)) return false
  try {
    execFileSync(PYTHON, ['-c', 'import sklearn, joblib, pandas'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Makes all model files once. */
export function makeModels(): { read(name: string): Buffer; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-models-'))
  execFileSync(PYTHON, [join(import.meta.dirname, 'models.py'), folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return {
    read: (name) => readFileSync(join(folder, name)),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

type Made = (name: string) => Buffer
const context = { kind: 'model', persons: 400 }

export const plantedModels = (read: Made): readonly Planted[] => [
  {
    name: 'a model of nearest neighbours',
    path: 'knn.pkl',
    rule: 'rows-in-model',
    place: /^class KNeighborsClassifier$/,
    context,
    bytes: () => read('knn.pkl'),
  },
  {
    name: 'the same by joblib',
    path: 'knn.joblib',
    rule: 'rows-in-model',
    place: /^attribute _fit_X$/,
    context,
    bytes: () => read('knn.joblib'),
  },
  {
    name: 'support vectors, packed',
    path: 'svc.joblib',
    rule: 'rows-in-model',
    place: /class SVC$/,
    context,
    bytes: () => read('svc.joblib'),
  },
  {
    name: 'a kernel density',
    path: 'kde.pkl',
    rule: 'rows-in-model',
    place: /^class (?:KernelDensity|KDTree)/,
    context,
    bytes: () => read('kde.pkl'),
  },
  {
    name: 'an over-fitted tree',
    path: 'tree.pkl',
    rule: 'over-fitted',
    place: /^tree 1$/,
    context,
    bytes: () => read('tree.pkl'),
  },
  {
    name: 'tiny leaves of a forest',
    path: 'forest.joblib',
    rule: 'small-leaf',
    place: /^tree \d$/,
    context,
    bytes: () => read('forest.joblib'),
  },
  {
    name: 'training rows beside a sound model',
    path: 'list.pkl',
    rule: 'rows-in-model',
    place: /^attribute X_train$/,
    context,
    bytes: () => read('list.pkl'),
  },
  {
    name: 'a pickle that runs a program',
    path: 'code.pkl',
    rule: 'pickle-code',
    place: /^class names$/,
    context,
    bytes: () => read('code.pkl'),
  },
]

export const cleanModels = (read: Made): readonly Case[] =>
  ['sound.pkl', 'sound.joblib', 'sound-tree.joblib', 'sound-line.pkl'].map((path) => ({
    name: `a sound model (${path})`,
    path,
    context,
    bytes: () => read(path),
  }))
