"""What keeps a site from being put in place, in words for the officer."""

from __future__ import annotations

from generator.base.diagnostics import Fault


class PublishFault(Fault):
    """The site could not be put in place; the words are for the officer. The former site is untouched."""


class BusyFault(PublishFault):
    """Another run has the folder; the site is untouched by this one."""


class UnfinishedFault(PublishFault):
    """Some files are in place and some are not yet; the next run goes on where this one was stopped."""

    ending = ""


def reason(error: OSError) -> str:
    """Why the system refused to write, in Chinese, and the file where there is one."""
    known = {
        2: "没有这个文件或文件夹",
        17: "同名的文件已经在那里",
        20: "路径中间有一段不是文件夹",
        27: "文件太大",
        28: "磁盘满了",
        122: "磁盘配额用完了",
        13: "没有写入权限",
        1: "没有写入权限",
        30: "磁盘是只读的",
        36: "文件名太长",
        40: "这里是一个链接，会写到别处去",
        39: "文件夹不是空的",
    }
    return known.get(error.errno or 0, f"系统说“{error.strerror}”") + (
        f"（{error.filename}）" if error.filename else ""
    )
