"""Texts that a spreadsheet program could take for a formula, a link, or markup of the file."""

from __future__ import annotations

__all__ = ["FORMULAS", "MARK"]

MARK = 4711
"""What each formula would show if it were evaluated: it is in no text."""

_SUM = "4000+711"
FORMULAS = (
    f"={_SUM}",
    f"+{_SUM}",
    f"-0+{_SUM}",
    f"@SUM({_SUM})",
    f"\t={_SUM}",
    f"\r={_SUM}",
    f"\n={_SUM}",
    f"\r\n={_SUM}",
    f"\0={_SUM}",
    f" ={_SUM}",
    f"\u00a0={_SUM}",
    f"\u200b={_SUM}",
    f"\ufeff={_SUM}",
    f"\u202e={_SUM}",
    f"＝{_SUM}",
    f"＋{_SUM}",
    f"－0+{_SUM}",
    f"＠SUM({_SUM})",
    f"﹦{_SUM}",
    f"−0+{_SUM}",
    f'"={_SUM}"',
    f"'={_SUM}",
    f"''={_SUM}",
    f"=SUM({_SUM})",
    f"==({_SUM})",
    f"=-(-({_SUM}))",
    '=CONCATENATE("47";"11")',
    '=HYPERLINK("http://127.0.0.1/x";"klik")',
    '=WEBSERVICE("http://127.0.0.1/x")',
    '=IMPORTXML("http://127.0.0.1/x";"//a")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C notepad'!'A1'",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=DDE("soffice";"/etc/passwd";"A1")',
    '=MSEXCEL|"\\..\\..\\..\\Windows\\System32\\cmd.exe"!A0',
    f"jalan rusak;={_SUM};",
    f"jalan rusak,={_SUM},",
    f"jalan rusak\t={_SUM}\t",
    f'jalan "rusak"\n={_SUM}\n',
    f'",={_SUM},"',
    f"{{={_SUM}}}",
    f"<r><t>x</t></r></is></c><c><f>{_SUM}</f></c><c><is><r></r>",
    f"<r>={_SUM}</r>",
    "_x003D_4000+711",
)
