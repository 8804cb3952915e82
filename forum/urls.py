"""Addresses: rooms, discussions, messages, releases; their words are the same in every language."""

from django.urls import path

from forum.views import comments, digests, files, joining, news, releases, rooms, topics

urlpatterns = [
    path("new/", news.whats_new, name="whats_new"),
    path("new/read/", rooms.mark_all, name="mark_all_read"),
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/<int:pk>/", rooms.room, name="room"),
    path("rooms/<int:pk>/people/", rooms.room_people, name="room_people"),
    path("rooms/<int:pk>/read/", rooms.mark_room, name="mark_room_read"),
    path("rooms/<int:pk>/follow/", rooms.follow, name="follow_room"),
    path("rooms/<int:pk>/join/", joining.join, name="join_room"),
    path("rooms/<int:pk>/ask/", joining.ask, name="ask_to_join"),
    path("rooms/<int:pk>/leave/", joining.leave, name="leave_room"),
    path("rooms/<int:pk>/requests/", joining.requests, name="room_requests"),
    path("requests/<int:pk>/accept/", joining.accept, name="accept_request"),
    path("requests/<int:pk>/decline/", joining.decline, name="decline_request"),
    path("requests/<int:pk>/withdraw/", joining.withdraw, name="withdraw_request"),
    path("discussions/new/", topics.new, name="new_topic"),
    path("discussions/<int:pk>/", topics.topic, name="topic"),
    path("discussions/<int:pk>/unread/", topics.to_first_unread, name="first_unread"),
    path("discussions/<int:pk>/answer/", comments.answer, name="answer"),
    path("discussions/<int:pk>/follow/", topics.follow, name="follow_topic"),
    path("discussions/<int:pk>/pin/", topics.pin, name="pin_topic"),
    path("discussions/<int:pk>/unpin/", topics.unpin, name="unpin_topic"),
    path("discussions/<int:pk>/close/", topics.close, name="close_topic"),
    path("discussions/<int:pk>/reopen/", topics.reopen, name="reopen_topic"),
    path("discussions/<int:pk>/release/", releases.write, name="release_words"),
    path("messages/<int:pk>/", comments.permalink, name="comment"),
    path("messages/<int:pk>/edit/", comments.edit, name="edit_comment"),
    path("messages/<int:pk>/delete/", comments.delete, name="delete_comment"),
    path("messages/<int:pk>/remove/", comments.remove, name="remove_comment"),
    path("messages/<int:pk>/thanks/", comments.thank, name="thank"),
    path("messages/<int:pk>/versions/", comments.versions, name="comment_versions"),
    path("files/<uuid:key>/", files.attachment, name="attachment"),
    path("files/<uuid:key>/thumbnail/", files.thumbnail, name="attachment_thumbnail"),
    path("releases/<int:pk>/", releases.release, name="release"),
    path("releases/<int:pk>/withdraw/", releases.withdraw, name="withdraw_release"),
    path("summary/<str:token>/", digests.rhythm, name="digest_rhythm"),
]
