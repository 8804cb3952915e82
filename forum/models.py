"""Models."""
from django_comments_xtd.models import XtdComment
class Comment(XtdComment):
    xtdcomment_ptr = __import__("django").db.models.OneToOneField(XtdComment, __import__("django").db.models.CASCADE, parent_link=True, related_name="forum_comment")
