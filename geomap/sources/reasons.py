"""Why something failed, in both languages, where a library says it in English only."""

import errno
import re
from json import JSONDecodeError
from xml.etree.ElementTree import ParseError

from geomap.text import Text, clean

_SYSTEM = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已存在",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EIO: "磁盘读写错误",
}
# What GEOS and Shapely say, by a part of it.
_GEOMETRY = {
    "closed": "环没有闭合",
    "number of points": "点数不足",
    "at least": "点数不足",
    "point array must contain": "点数不足",
    "could not convert": "坐标不是数字",
    "not enough values": "坐标缺少一个数",
    "has no coordinates": "有一部分没有坐标",
    "is no number": "有不是数字的数",
}
_AT = re.compile(r"line (\d+),? column (\d+)")
_UNSAID = "内容不合规范"


def reason_of(error: Exception) -> Text:
    """What an error says: in English its own words, in Chinese what they mean, with the place."""
    if isinstance(error, OSError):
        said = _SYSTEM.get(error.errno or 0, f"系统错误 {error.errno}")
        return Text(said, error.strerror or str(error))
    words = clean(str(error))
    return Text(_in_chinese(error, words), words or type(error).__name__)


def _in_chinese(error: Exception, words: str) -> str:
    if isinstance(error, RecursionError):
        return "嵌套过深"
    if isinstance(error, JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 个字符处有误"
    if isinstance(error, ParseError):
        line, column = error.position
        return f"第 {line} 行第 {column + 1} 个字符处有误"
    found = _AT.search(words)
    if found is not None:
        return f"第 {found[1]} 行第 {found[2]} 个字符处有误"
    if isinstance(error, KeyError):
        return f"缺少“{clean(str(error.args[0])) if error.args else ''}”"
    return next((said for part, said in _GEOMETRY.items() if part in words), _UNSAID)
